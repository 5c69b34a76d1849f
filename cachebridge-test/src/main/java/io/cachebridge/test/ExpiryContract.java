package io.cachebridge.test;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Expiries are kept to the millisecond. A record may go after its own and never before;
 * as long as it is there it is unaltered.
 */
interface ExpiryContract extends BackendUnderTest {

	@Test
	default void keepsExpiryToTheMillisecond() {
		Instant soon = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
		List<Instant> expiries = List.of(soon, soon.plusMillis(1), soon.plusMillis(999), soon.plus(40, ChronoUnit.DAYS),
				Instant.parse("2038-01-19T03:14:08.001Z"), Instant.parse("2106-02-07T06:28:16.999Z"),
				Instant.parse("9999-12-31T23:59:59.999Z"));
		for (Instant expiry : expiries) {
			StoredRecord written = write(key("a"), stored("content", expiry));
			assertThat(backend().get(key("a"))).isEqualTo(written);
		}
	}

	@Test
	default void keepsRecordThatNeverExpires() {
		write(key("a"), stored("content", Instant.now().plusSeconds(60)));
		StoredRecord written = write(key("a"), stored("content", null));
		assertThat(backend().get(key("a"))).isEqualTo(written);
	}

	@Test
	default void neverDropsRecordBeforeItsExpiry() {
		// Late in its second, so that a store which only has seconds must not round down
		Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusMillis(1999);
		StoredRecord written = write(key("a"), stored("content", expiry));
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> {
			StoredRecord read = backend().get(key("a"));
			boolean living = Instant.now().isBefore(expiry);
			assertThat(living && read == null).as("dropped before its expiry").isFalse();
			assertThat(read).isIn(written, null);
			return !living;
		});
	}

	@Test
	default void handsOutExpiredRecordUnalteredOrNotAtAll() {
		Instant expiry = Instant.now().plusMillis(100);
		StoredRecord written = write(key("a"), stored("content", expiry));
		waitUntilAfter(expiry);
		assertThat(backend().get(key("a"))).isIn(written, null);
		assertThat(backend().getAll(List.of(key("a"))).get(key("a"))).isIn(written, null);
		assertThat(backend().headers(List.of(key("a"))).get(key("a"))).isIn(written.header(), null);
	}

	@Test
	default void takesRecordThatHasExpiredAlready() {
		for (Instant expiry : List.of(Instant.now().minusMillis(1), Instant.now().minus(1, ChronoUnit.DAYS))) {
			StoredRecord written = write(key("a"), stored("content", expiry));
			assertThat(backend().get(key("a"))).isIn(written, null);
		}
	}

	@Test
	default void replacesLivingRecordByExpiredOne() {
		write(key("a"), stored("living", null));
		StoredRecord expired = write(key("a"), stored("expired", Instant.now().minusSeconds(10)));
		assertThat(backend().get(key("a"))).isIn(expired, null);
	}

	@Test
	default void keepsRecordBeyondExpiryOfItsPredecessor() {
		Instant expiry = Instant.now().plusMillis(300);
		write(key("a"), stored("first", expiry));
		write(key("b"), stored("first", expiry));
		StoredRecord everlasting = write(key("a"), stored("second", null));
		StoredRecord longer = write(key("b"), stored("second", expiry.plusSeconds(60)));
		waitUntilAfter(expiry.plusMillis(1200));
		assertThat(backend().get(key("a"))).isEqualTo(everlasting);
		assertThat(backend().get(key("b"))).isEqualTo(longer);
	}

	@Test
	default void deletesExpiredRecordWithoutError() {
		write(key("a"), stored("content", Instant.now().minusSeconds(1)));
		remove(key("a"));
		assertThat(backend().get(key("a"))).isNull();
		assertNotFound(remove(key("a")));
	}

	@Test
	default void dropsExpiredRecordsByItself() {
		requires(Capability.NATIVE_EXPIRY);
		Assumptions.assumeTrue(expiredRecordsGoWithin().isPresent(), "dropsExpiredRecordsWithin() promises nothing");
		Instant expiry = Instant.now().plusMillis(200);
		write(key("a"), stored("content", expiry));
		write(key("b"), StoredRecord.reservation(version(), expiry));
		waitUntilAfter(expiry.plus(expiredRecordsGoWithin().orElseThrow()));
		assertThat(backend().get(key("a"))).isNull();
		assertThat(backend().get(key("b"))).isNull();
	}

	@Test
	default void prunesWhatExpiredAndNothingElse() {
		Instant now = Instant.now();
		StoredRecord everlasting = write(key("never"), stored("content", null));
		StoredRecord living = write(key("later"), stored("content", now.plusSeconds(600)));
		write(key("expired"), stored("content", now.minusSeconds(1)));
		write(key("reserved"), StoredRecord.reservation(version(), now.minusSeconds(1)));
		Pruning.everything(backend(), now);
		assertThat(backend().get(key("never"))).isEqualTo(everlasting);
		assertThat(backend().get(key("later"))).isEqualTo(living);
	}

	@Test
	default void prunesAllThatExpiredInBatches() {
		Assumptions.assumeFalse(backend().capabilities().contains(Capability.NATIVE_EXPIRY),
				"the store drops expired records by itself");
		Instant expiry = Instant.now().plusMillis(50);
		for (int i = 0; i < 120; i++) {
			write(key("expired" + i), stored("content", expiry));
		}
		StoredRecord living = write(key("later"), stored("content", expiry.plusSeconds(600)));
		waitUntilAfter(expiry);
		Pruning.everything(backend(), Instant.now());
		for (int i = 0; i < 120; i++) {
			assertThat(backend().get(key("expired" + i)))
				.as("expired record after pruning; declare NATIVE_EXPIRY or override prune")
				.isNull();
		}
		assertThat(backend().get(key("later"))).isEqualTo(living);
	}

}

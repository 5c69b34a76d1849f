package io.cachebridge.test;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A conditional write happens exactly if the store holds what the caller has seen.
 */
interface ConditionalPutContract extends BackendUnderTest {

	@Test
	default void writesOverNothingIfNothingWasSeen() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord next = stored("next");
		assertThat(backend().putIf(key("a"), null, next)).isEqualTo(PutOutcome.applied(next));
		assertThat(backend().get(key("a"))).isEqualTo(next);
	}

	@Test
	default void refusesOverRecordIfNothingWasSeen() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord held = write(key("a"), stored("held"));
		assertRefused(backend().putIf(key("a"), null, stored("next")), held);
	}

	@Test
	default void refusesOverReservationIfNothingWasSeen() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord held = write(key("a"), reservation());
		assertRefused(backend().putIf(key("a"), null, stored("next")), held);
		assertRefused(backend().putIf(key("a"), null, reservation()), held);
	}

	@Test
	default void writesOverExactlyTheRecordSeen() {
		requires(Capability.CONDITIONAL_PUT);
		write(key("a"), stored("held"));
		StoredRecord next = stored("next");
		assertThat(backend().putIf(key("a"), backend().get(key("a")), next)).isEqualTo(PutOutcome.applied(next));
		assertThat(backend().get(key("a"))).isEqualTo(next);
	}

	@Test
	default void writesOverRecordSeenInABatch() {
		requires(Capability.CONDITIONAL_PUT);
		write(key("a"), stored("held"));
		StoredRecord seen = backend().getAll(List.of(key("a"))).get(key("a"));
		StoredRecord next = stored("next");
		assertThat(backend().putIf(key("a"), seen, next)).isEqualTo(PutOutcome.applied(next));
	}

	@Test
	default void writesOverRecordSeenWithoutToken() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord held = write(key("a"), stored("held"));
		StoredRecord next = stored("next");
		assertThat(backend().putIf(key("a"), held, next)).isEqualTo(PutOutcome.applied(next));
		assertThat(backend().get(key("a"))).isEqualTo(next);
	}

	@Test
	default void writesOverExactlyTheReservationSeen() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord reservation = reservation();
		PutOutcome reserved = backend().putIf(key("a"), null, reservation);
		assertThat(reserved).isEqualTo(PutOutcome.applied(reservation));
		StoredRecord next = stored("next");
		assertThat(backend().putIf(key("a"), reserved.current(), next)).isEqualTo(PutOutcome.applied(next));
		assertThat(backend().get(key("a"))).isEqualTo(next);
	}

	@Test
	default void writesAgainAndAgainOverWhatItReturned() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord seen = null;
		for (int i = 0; i < 10; i++) {
			StoredRecord next = stored("content " + i);
			PutOutcome outcome = backend().putIf(key("a"), seen, next);
			assertThat(outcome).isEqualTo(PutOutcome.applied(next));
			seen = outcome.current();
		}
	}

	@Test
	default void writesOverWhatARefusalReturned() {
		requires(Capability.CONDITIONAL_PUT);
		write(key("a"), stored("held"));
		PutOutcome refused = backend().putIf(key("a"), null, stored("lost"));
		StoredRecord next = stored("next");
		assertThat(backend().putIf(key("a"), refused.current(), next)).isEqualTo(PutOutcome.applied(next));
	}

	@Test
	default void refusesOverAnotherVersion() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord before = write(key("a"), stored("same content"));
		StoredRecord seen = backend().get(key("a"));
		StoredRecord held = write(key("a"), stored("same content"));
		assertRefused(backend().putIf(key("a"), seen, stored("next")), held);
		assertRefused(backend().putIf(key("a"), before, stored("next")), held);
	}

	@Test
	default void refusesOverRecordWrittenAfterDeletion() {
		requires(Capability.CONDITIONAL_PUT);
		write(key("a"), stored("same content"));
		StoredRecord seen = backend().get(key("a"));
		backend().delete(key("a"));
		StoredRecord held = write(key("a"), stored("same content"));
		assertRefused(backend().putIf(key("a"), seen, stored("next")), held);
	}

	@Test
	default void refusesOverNothingIfSomethingWasSeen() {
		requires(Capability.CONDITIONAL_PUT);
		write(key("a"), stored("held"));
		StoredRecord seen = backend().get(key("a"));
		backend().delete(key("a"));
		assertThat(backend().putIf(key("a"), seen, stored("next"))).isEqualTo(PutOutcome.refused(null));
		assertThat(backend().get(key("a"))).isNull();
		assertThat(backend().putIf(key("b"), stored("never there"), stored("next")))
			.isEqualTo(PutOutcome.refused(null));
		assertThat(backend().get(key("b"))).isNull();
	}

	@Test
	default void refusesFillAfterReservationWasDeleted() {
		requires(Capability.CONDITIONAL_PUT);
		PutOutcome reserved = backend().putIf(key("a"), null, reservation());
		backend().delete(key("a"));
		assertThat(backend().putIf(key("a"), reserved.current(), stored("fill"))).isEqualTo(PutOutcome.refused(null));
		assertThat(backend().get(key("a"))).isNull();
	}

	@Test
	default void takesNoNoticeOfExpiryWhenComparing() {
		requires(Capability.CONDITIONAL_PUT);
		Instant later = Instant.now().plusSeconds(600);
		StoredRecord held = write(key("a"), stored("held", later));
		StoredRecord seen = StoredRecord.of(new byte[0], held.version(), later.plusSeconds(1));
		StoredRecord next = stored("next", later.plusSeconds(2));
		assertThat(backend().putIf(key("a"), seen, next)).isEqualTo(PutOutcome.applied(next));
		assertThat(backend().get(key("a"))).isEqualTo(next);
	}

	@Test
	default void givesRecordTheExpiryOfTheConditionalWrite() {
		requires(Capability.CONDITIONAL_PUT);
		Instant expiry = Instant.now().plusMillis(200);
		StoredRecord seen = backend().putIf(key("a"), null, StoredRecord.reservation(version(), expiry)).current();
		StoredRecord next = stored("next", null);
		assertThat(backend().putIf(key("a"), seen, next).applied()).isTrue();
		waitUntilAfter(expiry.plusMillis(1200));
		assertThat(backend().get(key("a"))).isEqualTo(next);
	}

	@Test
	default void treatsExpiredRecordAsHeldOrAsGone() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord expired = write(key("a"), stored("expired", Instant.now().minusSeconds(1)));
		StoredRecord first = stored("first");
		PutOutcome overNothing = backend().putIf(key("a"), null, first);
		assertThat(overNothing).isIn(PutOutcome.applied(first), PutOutcome.refused(expired));
		if (!overNothing.applied()) {
			StoredRecord second = stored("second");
			assertThat(backend().putIf(key("a"), expired, second)).isIn(PutOutcome.applied(second),
					PutOutcome.refused(null));
		}
	}

	@Test
	default void writesExpiredRecordConditionally() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord held = write(key("a"), stored("held"));
		StoredRecord expired = stored("expired", Instant.now().minusSeconds(1));
		assertThat(backend().putIf(key("a"), held, expired).applied()).isTrue();
		assertThat(backend().get(key("a"))).isIn(expired, null);
	}

	@Test
	default void ignoresTokenOfRecordToWriteConditionally() {
		requires(Capability.CONDITIONAL_PUT);
		StoredRecord next = stored("next");
		assertThat(backend().putIf(key("a"), null, next.withToken(new Object())).applied()).isTrue();
		StoredRecord seen = backend().get(key("a"));
		assertThat(seen).isEqualTo(next);
		StoredRecord after = stored("after");
		assertThat(backend().putIf(key("a"), seen, after.withToken("?"))).isEqualTo(PutOutcome.applied(after));
	}

	@Test
	default void deletesManyThatAreUnchanged() {
		requires(Capability.CONDITIONAL_PUT);
		writeMany(key("dead:"), 150);
		List<String> keys = IntStream.range(0, 150).mapToObj((i) -> key("dead:" + i)).toList();
		Map<String, StoredRecord> seen = new LinkedHashMap<>(backend().getAll(keys));
		StoredRecord changed = write(key("dead:7"), stored("changed"));
		backend().delete(key("dead:8"));
		seen.replaceAll((key, stored) -> StoredRecord.reservation(stored.version(), null)
			.withToken(key.endsWith("9") ? null : stored.token()));
		backend().deleteAllIf(seen);
		assertThat(backend().get(key("dead:7"))).isEqualTo(changed);
		Map<String, StoredRecord> left = new LinkedHashMap<>(backend().getAll(keys));
		left.remove(key("dead:7"));
		assertThat(left.values()).allMatch(StoredRecord::isReservation);
	}

	private void assertRefused(PutOutcome outcome, StoredRecord held) {
		assertThat(outcome).isEqualTo(PutOutcome.refused(held));
		assertThat(backend().get(key("a"))).isEqualTo(held);
	}

}

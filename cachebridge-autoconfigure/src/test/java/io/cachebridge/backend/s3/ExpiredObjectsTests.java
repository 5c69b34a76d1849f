package io.cachebridge.backend.s3;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ExpiredObjectsTests {

	private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

	private final SimulatedStore store = new SimulatedStore();

	private S3Backend backend = this.store.backend(new Conditions(true, true));

	@AfterEach
	void close() {
		this.backend.close();
		this.store.close();
	}

	@Test
	void removesWhatExpiredAndAsksEachObjectOnce() {
		write(0, 3, NOW.minusSeconds(1));
		write(3, 5, NOW.plusSeconds(60));
		assertThat(prune(NOW)).isEqualTo(3);
		assertThat(this.store.names()).hasSize(2);
		assertThat(this.backend.statistics().entries()).isEqualTo(2);
		assertThat(this.store.count("HEAD")).isEqualTo(5);
		assertThat(prune(NOW)).isZero();
		assertThat(this.store.count("HEAD")).isEqualTo(5);
		assertThat(prune(NOW.plusSeconds(120))).isEqualTo(2);
		assertThat(this.store.count("HEAD")).isEqualTo(5);
	}

	@Test
	void goesThroughALargeBucketInSeveralRuns() {
		this.store.pageSize = 1;
		write(0, 110, NOW.plusSeconds(60));
		write(110, 111, NOW.minusSeconds(1));
		assertThat(prune(NOW)).isZero();
		assertThat(this.store.count("LIST")).isEqualTo(ExpiredObjects.PAGES_IN_ONE_RUN);
		assertThat(prune(NOW)).isEqualTo(1);
		assertThat(this.store.count("LIST")).isEqualTo(111);
		assertThat(this.store.count("HEAD")).isEqualTo(111);
		assertThat(prune(NOW)).isZero();
		assertThat(this.store.count("LIST")).isEqualTo(111 + ExpiredObjects.PAGES_IN_ONE_RUN);
		assertThat(this.store.count("HEAD")).isEqualTo(111);
	}

	@Test
	void passesOverWhatItMayNotAskOrRemoveAndTellsItOnce(CapturedOutput output) {
		write(0, 6, NOW.minusSeconds(1));
		this.store.denied.add(name(1));
		this.store.kept.add(name(2));
		assertThat(prune(NOW)).isEqualTo(4);
		assertThat(prune(NOW)).isZero();
		assertThat(this.store.names()).containsExactly(name(1), name(2));
		assertThat(output.toString().split("are passed over", -1)).hasSize(2);
		this.store.denied.clear();
		this.store.kept.clear();
		assertThat(prune(NOW)).isEqualTo(2);
		assertThat(prune(NOW)).isZero();
		write(0, 1, NOW.minusSeconds(1));
		this.store.denied.add(name(0));
		assertThat(prune(NOW)).isZero();
		assertThat(output.toString().split("are passed over", -1)).hasSize(3);
	}

	@Test
	void removesOnConditionAlsoWhereDeletionsHaveNone() {
		this.backend.close();
		this.backend = this.store.backend(new Conditions(true, false));
		this.store.ignoresTagsOfDeletions = true;
		write(0, 3, NOW.minusSeconds(1));
		write(3, 4, NOW.plusSeconds(60));
		long written = this.store.count("PUT");
		assertThat(prune(NOW)).isEqualTo(3);
		assertThat(this.store.names()).containsExactly(name(3));
		assertThat(this.store.count("PUT")).isEqualTo(written + 3);
	}

	@Test
	void goesNoFurtherWhenItIsClosed() {
		write(0, 3, NOW.minusSeconds(1));
		this.backend.close();
		assertThat(this.backend.prune(NOW)).isZero();
		assertThat(this.store.count("LIST")).isZero();
	}

	private long prune(Instant now) {
		long all = 0;
		for (long removed = this.backend.prune(now); removed > 0; removed = this.backend.prune(now)) {
			all += removed;
		}
		return all;
	}

	private void write(int from, int to, Instant expiresAt) {
		Map<String, StoredRecord> records = new LinkedHashMap<>();
		IntStream.range(from, to)
			.forEach((i) -> records.put(key(i), StoredRecord.of(new byte[] { 1 }, new Version(1, i + 1L), expiresAt)));
		this.backend.putAll(records);
	}

	private static String key(int number) {
		return String.format(Locale.ROOT, "k%05d", number);
	}

	private static String name(int number) {
		return "cachebridge/" + key(number);
	}

}

package io.cachebridge.backend.s3;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each request here is answered in time, but not all that an operation consists of.
 */
class TimeBoundsTests {

	private static final StoredRecord STORED = StoredRecord.of(new byte[] { 1 }, new Version(1, 1), null);

	private final SimulatedStore store = new SimulatedStore();

	private final S3Backend backend = this.store.backend(new Conditions(true, true), "timeout=1s", "parallelism=4");

	@BeforeEach
	void slowDown() {
		this.backend.put("k", STORED);
		this.store.delay = Duration.ofMillis(600);
	}

	@AfterEach
	void close() {
		this.backend.close();
		this.store.close();
	}

	@Test
	void readingAndWritingShareOneTimeout() {
		assertUnavailable(() -> this.backend.putIf("k", STORED, StoredRecord.of(new byte[0], new Version(1, 2), null)));
		assertUnavailable(() -> this.backend.increment("n", 1, null));
	}

	@Test
	void manyKeysShareTheTimeoutOfFourRounds() {
		List<String> keys = IntStream.range(0, 16).mapToObj((i) -> "k" + i).toList();
		Map<String, StoredRecord> records = new LinkedHashMap<>();
		keys.forEach((key) -> records.put(key, STORED));
		assertUnavailable(() -> this.backend.getAll(keys));
		assertUnavailable(() -> this.backend.headers(keys));
		assertUnavailable(() -> this.backend.putAll(records));
	}

	private static void assertUnavailable(ThrowingCallable call) {
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(call)
			.withMessageContaining("no answer within the timeout");
	}

}

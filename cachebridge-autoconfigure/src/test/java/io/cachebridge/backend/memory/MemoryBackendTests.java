package io.cachebridge.backend.memory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemoryBackendTests {

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

	private final MemoryBackend backend = new MemoryBackend("memory", 100, this.now::get);

	@Test
	void keepsRecordUntilItExpiresAndDropsItThen() {
		StoredRecord stored = stored(1, this.now.get().plusSeconds(60));
		this.backend.put("key", stored);
		advance(Duration.ofSeconds(60).minusNanos(1));
		assertThat(this.backend.get("key")).isEqualTo(stored);
		advance(Duration.ofNanos(1));
		assertThat(this.backend.get("key")).isNull();
	}

	@Test
	void givesOverwrittenRecordItsOwnExpiry() {
		this.backend.put("key", stored(1, this.now.get().plusSeconds(60)));
		this.backend.put("key", stored(2, null));
		advance(Duration.ofDays(100));
		assertThat(this.backend.get("key")).isEqualTo(stored(2, null));
	}

	@Test
	void keepsRecordsThatExpireAfterNanosecondsOfTheEpochEnd() {
		StoredRecord late = stored(1, Instant.parse("9999-12-31T23:59:59.999Z"));
		this.backend.put("key", late);
		advance(Duration.ofDays(30 * 365));
		assertThat(this.backend.get("key")).isEqualTo(late);
	}

	@Test
	void dropsRecordsThatExpiredBeforeNanosecondsOfTheEpochBegin() {
		this.backend.put("key", stored(1, Instant.parse("0001-01-01T00:00:00Z")));
		assertThat(this.backend.get("key")).isNull();
	}

	@Test
	void takesExpiredRecordForAbsent() {
		this.backend.put("key", stored(1, this.now.get().plusSeconds(60)));
		advance(Duration.ofSeconds(61));
		assertThat(this.backend.putIf("key", null, stored(2, null)).applied()).isTrue();
	}

	@Test
	void refusesWithWhatItHolds() {
		this.backend.put("key", stored(1, null));
		assertThat(this.backend.putIf("key", stored(2, null), stored(3, null)))
			.isEqualTo(PutOutcome.refused(stored(1, null)));
	}

	@Test
	void neverHoldsMoreThanMaximumSize() {
		IntStream.range(0, 1000).forEach((i) -> this.backend.put("key" + i, stored(i, null)));
		try (Stream<String> keys = this.backend.keys("")) {
			assertThat(keys.count()).isEqualTo(100);
		}
		assertThat(this.backend.health().details()).containsEntry("records", 100);
	}

	@Test
	void startsCounterAgainAfterItsTimeToLive() {
		assertThat(this.backend.increment("counter", 5, Duration.ofSeconds(10))).isEqualTo(5);
		advance(Duration.ofSeconds(9));
		assertThat(this.backend.increment("counter", -2, Duration.ofSeconds(10))).isEqualTo(3);
		advance(Duration.ofSeconds(1));
		assertThat(this.backend.increment("counter", 1, null)).isEqualTo(1);
	}

	@Test
	void rejectsIncrementOfWhatIsNotACounter() {
		this.backend.put("key", stored(1, null));
		assertThatExceptionOfType(BackendRejectedException.class)
			.isThrownBy(() -> this.backend.increment("key", 1, null))
			.withMessage("increment of backend 'memory': what is there is not a counter");
		assertThat(this.backend.get("key")).isEqualTo(stored(1, null));
	}

	private void advance(Duration duration) {
		this.now.updateAndGet((instant) -> instant.plus(duration));
	}

	private static StoredRecord stored(int number, @Nullable Instant expiresAt) {
		byte[] content = ("content " + number).getBytes(StandardCharsets.UTF_8);
		return StoredRecord.of(content, new Version(1, number), expiresAt);
	}

}

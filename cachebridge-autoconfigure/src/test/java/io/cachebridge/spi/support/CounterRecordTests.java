package io.cachebridge.spi.support;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CounterRecordTests {

	private static final Instant NOW = Instant.ofEpochSecond(1_000);

	private static final Duration LIFE = Duration.ofSeconds(10);

	@Test
	void addsToWhatIsHeldAndKeepsItsExpiry() {
		StoredRecord first = add(null, 5, LIFE, NOW);
		StoredRecord second = add(first, -8, Duration.ofHours(1), NOW.plusSeconds(9));
		assertThat(CounterRecord.valueOf(first)).isEqualTo(5);
		assertThat(CounterRecord.valueOf(second)).isEqualTo(-3);
		assertThat(second.expiresAt()).isEqualTo(NOW.plus(LIFE));
		assertThat(second.version()).isNotEqualTo(first.version());
	}

	@Test
	void startsAgainOnceItIsOver() {
		StoredRecord again = add(add(null, 5, LIFE, NOW), 1, LIFE, NOW.plus(LIFE));
		assertThat(CounterRecord.valueOf(again)).isOne();
		assertThat(again.expiresAt()).isEqualTo(NOW.plus(LIFE).plus(LIFE));
	}

	@Test
	void livesForEverIfToldSoOrNearlySo() {
		assertThat(add(null, 1, null, NOW).expiresAt()).isNull();
		assertThat(add(null, 1, Duration.ofSeconds(Long.MAX_VALUE), NOW).expiresAt()).isNull();
	}

	@Test
	void refusesWhatIsNoCounter() {
		StoredRecord value = StoredRecord.of(new byte[Long.BYTES], new Version(1, 1), null);
		for (StoredRecord other : new StoredRecord[] { value, value.withToken("a"),
				StoredRecord.reservation(new Version(1, 1), null),
				StoredRecord.of(new byte[Long.BYTES], Version.NONE, null) }) {
			assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(() -> add(other, 1, LIFE, NOW))
				.withMessageContaining("'archive'")
				.withMessageContaining("delete it");
		}
	}

	private static StoredRecord add(@Nullable StoredRecord held, long delta, @Nullable Duration timeToLive,
			Instant now) {
		return CounterRecord.add("archive", held, delta, timeToLive, now);
	}

}

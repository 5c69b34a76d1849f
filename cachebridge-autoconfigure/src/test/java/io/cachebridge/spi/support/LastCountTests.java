package io.cachebridge.spi.support;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.cachebridge.spi.BackendStatistics;

import static org.assertj.core.api.Assertions.assertThat;

class LastCountTests {

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private final LastCount count = new LastCount(() -> this.now, Duration.ofMinutes(5));

	@Test
	void knowsNothingBeforeTheFirstCount() {
		assertThat(this.count.statistics()).isEqualTo(BackendStatistics.UNKNOWN);
	}

	@Test
	void knowsWhatWasCountedUntilSomebodyKnowsBetter() {
		this.count.counted(7, 70L);
		this.now = this.now.plus(Duration.ofMinutes(9));
		assertThat(this.count.statistics()).isEqualTo(new BackendStatistics(7L, 70L));
		this.now = this.now.plus(Duration.ofMinutes(1));
		assertThat(this.count.statistics()).isEqualTo(BackendStatistics.UNKNOWN);
		this.count.counted(8, null);
		assertThat(this.count.statistics()).isEqualTo(new BackendStatistics(8L, null));
	}

}

package io.cachebridge.backend.memcached;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ItemExpiryTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.500Z");

	private static int seconds(Duration life) {
		return ItemExpiry.seconds(NOW.plus(life), NOW);
	}

	@Test
	void countsFromNowUpToThirtyDays() {
		assertThat(seconds(Duration.ofMillis(1))).isEqualTo(2);
		assertThat(seconds(Duration.ofSeconds(1))).isEqualTo(2);
		assertThat(seconds(Duration.ofMillis(1001))).isEqualTo(3);
		assertThat(seconds(Duration.ofDays(30).minusSeconds(1))).isEqualTo(30 * 86_400);
	}

	@Test
	void tellsTheTimeBeyondThirtyDays() {
		Instant end = NOW.plus(Duration.ofDays(30));
		assertThat(ItemExpiry.seconds(end, NOW)).isEqualTo((int) end.getEpochSecond() + 2);
	}

	@Test
	void neverExpiresWhereTheNumberDoesNotReach() {
		assertThat(ItemExpiry.seconds(null, NOW)).isZero();
		assertThat(ItemExpiry.seconds(Instant.parse("2038-01-19T03:14:05Z"), NOW)).isEqualTo(Integer.MAX_VALUE - 1);
		assertThat(ItemExpiry.seconds(Instant.parse("2038-01-19T03:14:06Z"), NOW)).isZero();
		assertThat(ItemExpiry.seconds(Instant.parse("9999-12-31T23:59:59.999Z"), NOW)).isZero();
	}

	@Test
	void hasExpiredAlready() {
		int longAgo = 30 * 86_400 + 1;
		assertThat(seconds(Duration.ZERO)).isEqualTo(longAgo);
		assertThat(seconds(Duration.ofDays(-1))).isEqualTo(longAgo);
	}

}

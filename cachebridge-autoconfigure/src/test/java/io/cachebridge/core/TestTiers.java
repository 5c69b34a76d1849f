package io.cachebridge.core;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.springframework.test.util.ReflectionTestUtils;

/**
 * Local tiers for tests, and what they hold inside.
 */
final class TestTiers {

	private TestTiers() {
	}

	/**
	 * Creates an empty tier whose values are not loaded anew before their end.
	 * @param maximumSize how many entries it holds
	 * @param timeToIdle how long it holds one that is not read, zero for as long as it
	 * lives
	 * @param log knows what was invalidated
	 * @param ticker tells how time passes
	 * @return the tier
	 */
	static LocalTier local(long maximumSize, Duration timeToIdle, InvalidationLog log, Ticker ticker) {
		return new LocalTier(maximumSize, timeToIdle, log, ticker, null);
	}

	/**
	 * Returns by which name a tier finds which key.
	 * @param tier the tier
	 * @return its own map
	 */
	@SuppressWarnings("unchecked")
	static Map<String, Object> keysByName(LocalTier tier) {
		Object index = Objects.requireNonNull(ReflectionTestUtils.getField(tier, "index"));
		return (Map<String, Object>) Objects.requireNonNull(ReflectionTestUtils.getField(index, "keys"));
	}

}

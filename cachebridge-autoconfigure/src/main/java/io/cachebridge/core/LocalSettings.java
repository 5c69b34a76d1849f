package io.cachebridge.core;

import java.time.Duration;

/**
 * Settings of the tier in this process.
 *
 * @param mode whether there is one
 * @param maximumSize how many entries it holds at most
 * @param timeToLive how long an entry that is held elsewhere too is served from here
 * without asking; zero for as long as it lives. Never longer than the value itself
 */
public record LocalSettings(LocalMode mode, long maximumSize, Duration timeToLive) {

	public LocalSettings {
		CacheSettings.requireNotNegative("local.timeToLive", timeToLive);
		if (maximumSize < 1) {
			throw new IllegalArgumentException("'local.maximumSize' must be positive but was " + maximumSize);
		}
	}

}

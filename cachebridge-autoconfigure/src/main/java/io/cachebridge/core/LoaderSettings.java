package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Settings of loads that take too long, or are too many.
 *
 * @param softTimeout how long a caller waits before it is given a value beyond its
 * time-to-live, if there is one, while the load goes on; zero not to wait, {@code null}
 * to wait for the load
 * @param hardTimeout how long a load may take before it is interrupted and counts as
 * failed, {@code null} for as long as it likes
 * @param maximumConcurrent how many loads there may be at a time on this node, zero for
 * any number
 */
public record LoaderSettings(@Nullable Duration softTimeout, @Nullable Duration hardTimeout, int maximumConcurrent) {

	/** Loads run on the threads of their callers, as long as they like. */
	public static final LoaderSettings UNBOUNDED = new LoaderSettings(null, null, 0);

	public LoaderSettings {
		if (softTimeout != null) {
			CacheSettings.requireNotNegative("loader.softTimeout", softTimeout);
		}
		if (hardTimeout != null && hardTimeout.compareTo(Duration.ZERO) <= 0) {
			throw new IllegalArgumentException("'loader.hardTimeout' must be positive but was " + hardTimeout);
		}
		if (softTimeout != null && hardTimeout != null && softTimeout.compareTo(hardTimeout) > 0) {
			throw new IllegalArgumentException("'loader.softTimeout' must not be longer than 'loader.hardTimeout' "
					+ "but was %s against %s".formatted(softTimeout, hardTimeout));
		}
		if (maximumConcurrent < 0) {
			throw new IllegalArgumentException(
					"'loader.maximumConcurrent' must not be negative but was " + maximumConcurrent);
		}
	}

}

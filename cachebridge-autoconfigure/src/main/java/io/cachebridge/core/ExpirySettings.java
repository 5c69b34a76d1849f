package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.Percentage;

/**
 * Settings of the lives of values.
 *
 * @param jitter what share of its time-to-live a value is served less at most, in each
 * tier, so that values which were loaded together do not end together
 * @param nullTimeToLive how long {@code null} is served at most, and never beyond;
 * {@code null} if it lives like any other value
 * @param localTimeToIdle how long an entry that nobody reads is held in this process;
 * zero for as long as it lives
 */
public record ExpirySettings(Percentage jitter, @Nullable Duration nullTimeToLive, Duration localTimeToIdle) {

	/** Values live as long as they may, whether they are read or not. */
	public static final ExpirySettings BUILT_IN = new ExpirySettings(new Percentage(0), null, Duration.ZERO);

	public ExpirySettings {
		CacheSettings.requireNotNegative("expiry.localTimeToIdle", localTimeToIdle);
		if (jitter.value() >= 100) {
			throw new IllegalArgumentException("'expiry.jitter' must be less than 100% but was " + jitter);
		}
		if (nullTimeToLive != null && (nullTimeToLive.isNegative() || nullTimeToLive.isZero())) {
			throw new IllegalArgumentException(
					"'expiry.nullTimeToLive' must be positive but was %s".formatted(nullTimeToLive));
		}
	}

}

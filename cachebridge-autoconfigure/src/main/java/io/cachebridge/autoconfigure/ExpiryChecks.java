package io.cachebridge.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.cachebridge.autoconfigure.CacheBridgeProperties.Overrides;
import io.cachebridge.spi.support.Percentage;

/**
 * Finds times to live that cannot be.
 */
final class ExpiryChecks {

	private ExpiryChecks() {
	}

	static void check(String path, Overrides overrides) {
		Percentage jitter = overrides.jitter();
		if (jitter != null && jitter.value() >= 100) {
			throw new InvalidCachePropertyException(path + ".jitter", jitter,
					"it is what a value lives less at most, and some would not live at all",
					"Set a share such as 10%.");
		}
		checkPositive(path + ".null-time-to-live", overrides.nullTimeToLive(),
				"Set a time, remove the property to have null live like any other value, or set '%s.null-values' to skip."
					.formatted(path));
		checkPositive(path + ".local.time-to-idle", overrides.local().timeToIdle(),
				"Set a time, or remove the property to keep what nobody reads.");
	}

	private static void checkPositive(String property, @Nullable Duration value, String remedy) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new InvalidCachePropertyException(property, value, "the time must be positive", remedy);
		}
	}

}

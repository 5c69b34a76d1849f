package io.cachebridge.health;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the health of backends.
 *
 * @param downOnFailure Whether the application counts as down when a backend does.
 * Otherwise it stays up, because its methods are called as if there were no cache, and
 * the details tell the state of the backend.
 * @param timeout How long to wait for the sign of life of one backend before it counts as
 * down.
 */
@ConfigurationProperties(prefix = "cachebridge.health", ignoreUnknownFields = false)
public record CacheBridgeHealthProperties(@DefaultValue("false") boolean downOnFailure,
		@DefaultValue("5s") Duration timeout) {

	public CacheBridgeHealthProperties {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'cachebridge.health.timeout' must be positive but was " + timeout);
		}
	}

}

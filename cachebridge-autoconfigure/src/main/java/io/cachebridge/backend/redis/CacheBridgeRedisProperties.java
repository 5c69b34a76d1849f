package io.cachebridge.backend.redis;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of Redis as a store and as a backplane. Where it is and how to log in is
 * configured by {@code spring.data.redis}.
 *
 * @param timeout How long a call waits for Redis, be it for an answer or for a
 * connection, before it counts as failed. Applies to Lettuce; any other client keeps its
 * own timeouts.
 */
@ConfigurationProperties(prefix = "cachebridge.redis", ignoreUnknownFields = false)
public record CacheBridgeRedisProperties(@DefaultValue("1s") Duration timeout) {

	public CacheBridgeRedisProperties {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'cachebridge.redis.timeout' must be positive but was " + timeout);
		}
	}

}

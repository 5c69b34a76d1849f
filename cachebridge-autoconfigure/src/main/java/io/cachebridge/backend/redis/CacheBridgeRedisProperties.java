package io.cachebridge.backend.redis;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Settings of Redis as a store and as a backplane. Where it is and how to log in is
 * configured by {@code spring.data.redis}.
 *
 * @param timeout How long a call waits for Redis, be it for an answer or for a
 * connection, before it counts as failed. Applies to Lettuce; any other client keeps its
 * own timeouts.
 * @param connectionFactory Name of the bean of type RedisConnectionFactory to use, if
 * there are several.
 * @param stream The stream that carries messages if the type of the backplane is
 * redis-stream.
 * @param instances Further Redis servers by name. What one does not set it takes from the
 * properties beside this one.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.redis", ignoreUnknownFields = false)
public record CacheBridgeRedisProperties(@DefaultValue("1s") Duration timeout, @Nullable String connectionFactory,
		@DefaultValue Stream stream, @DefaultValue Map<String, CacheBridgeRedisProperties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	public CacheBridgeRedisProperties {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'cachebridge.redis.timeout' must be positive but was " + timeout);
		}
	}

	/**
	 * Settings of the stream.
	 *
	 * @param maximumLength How many messages the stream keeps, roughly. A node that was
	 * disconnected for no more than these reads on as if nothing had happened.
	 */
	public record Stream(@DefaultValue("10000") int maximumLength) {

		private static final int SHORTEST = 100;

		public Stream {
			if (maximumLength < SHORTEST) {
				throw new IllegalArgumentException(
						"'cachebridge.redis.stream.maximum-length' must be at least %d but was %d".formatted(SHORTEST,
								maximumLength));
			}
		}

	}

}

package io.cachebridge.backend.tiered;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Settings of backends that are composed of two others.
 *
 * @param near Name of the backend that is asked first, which should be the faster one.
 * @param far Name of the backend that decides what is stored.
 * @param nearTimeToLive How long the near backend holds a copy at most: a duration, or a
 * share of the time that the record has left, such as 50%.
 * @param instances Composed backends by name. What one does not set it takes from the
 * properties beside this one.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.tiered", ignoreUnknownFields = false)
public record CacheBridgeTieredProperties(@Nullable String near, @Nullable String far,
		@DefaultValue("50%") String nearTimeToLive, @DefaultValue Map<String, CacheBridgeTieredProperties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	public CacheBridgeTieredProperties {
		NearTimeToLive.of(nearTimeToLive);
	}

}

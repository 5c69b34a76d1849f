package io.cachebridge.backend.memory;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the backend in memory.
 *
 * @param maximumSize Number of records, of all caches that use the backend, above which
 * those least likely to be used again are dropped.
 * @param instances Further backends in memory by name, each with records of its own. What
 * one does not set it takes from the properties beside this one.
 */
@ConfigurationProperties(prefix = "cachebridge.memory", ignoreUnknownFields = false)
public record CacheBridgeMemoryProperties(@DefaultValue("100000") long maximumSize,
		@DefaultValue Map<String, CacheBridgeMemoryProperties> instances) {

	public CacheBridgeMemoryProperties {
		if (maximumSize < 1) {
			throw new IllegalArgumentException(
					"'cachebridge.memory.maximum-size', or that of an instance, must be positive but was "
							+ maximumSize);
		}
	}

}

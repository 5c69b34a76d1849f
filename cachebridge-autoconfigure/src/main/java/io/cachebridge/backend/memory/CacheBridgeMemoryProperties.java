package io.cachebridge.backend.memory;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the backend in memory.
 *
 * @param maximumSize Number of records, of all caches that use the backend, above which
 * those least likely to be used again are dropped.
 */
@ConfigurationProperties(prefix = "cachebridge.memory", ignoreUnknownFields = false)
public record CacheBridgeMemoryProperties(@DefaultValue("100000") long maximumSize) {

	public CacheBridgeMemoryProperties {
		if (maximumSize < 1) {
			throw new IllegalArgumentException("'maximumSize' must be positive but was " + maximumSize);
		}
	}

}

package io.cachebridge.backend.file;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Settings of files as a store and as a backplane between the processes of one host.
 *
 * @param directory Directory that holds the records; required when the store is used.
 * Created if its parent is there. Nothing else should be kept in it.
 * @param timeout How long a call waits while others write to the same part of the
 * directory, before it counts as failed.
 * @param sync Whether a write or removal waits until the disk has it, so that it survives
 * a loss of power. Without, what was written last may be lost then, and what was removed
 * or replaced last may be back; a record that was torn counts as absent.
 * @param maximumSize Total length of all files above which the oldest records are
 * removed, at the next pruning.
 * @param maximumAge How long after it was written a record is kept at most, whatever its
 * time-to-live; unlimited if not set.
 * @param pruneInterval How often records that expired, are too old or too many are
 * removed. Zero for never.
 * @param instances Further stores of the same type by name. What they do not set is as
 * set here.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.file", ignoreUnknownFields = false)
public record CacheBridgeFileProperties(@Nullable String directory, @DefaultValue("1s") Duration timeout,
		@DefaultValue("false") boolean sync, @DefaultValue("1GB") DataSize maximumSize, @Nullable Duration maximumAge,
		@DefaultValue("5m") Duration pruneInterval, @DefaultValue Map<String, CacheBridgeFileProperties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	public CacheBridgeFileProperties {
		if (timeout.isNegative() || timeout.isZero()) {
			throw new IllegalArgumentException("'cachebridge.file.timeout' must be positive but was " + timeout);
		}
		if (maximumSize.toBytes() < 1) {
			throw new IllegalArgumentException(
					"'cachebridge.file.maximum-size' must be positive but was " + maximumSize);
		}
		if (maximumAge != null && (maximumAge.isNegative() || maximumAge.isZero())) {
			throw new IllegalArgumentException("'cachebridge.file.maximum-age' must be positive but was " + maximumAge);
		}
		if (pruneInterval.isNegative()) {
			throw new IllegalArgumentException(
					"'cachebridge.file.prune-interval' must not be negative but was " + pruneInterval);
		}
	}

}

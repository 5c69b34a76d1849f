package io.cachebridge.core;

import org.springframework.util.unit.DataSize;

/**
 * What is compressed.
 *
 * @param type how
 * @param threshold how large a value must be to be compressed
 */
public record CompressionSettings(CompressionType type, DataSize threshold) {

	public CompressionSettings {
		if (threshold.isNegative()) {
			throw new IllegalArgumentException(
					"'compression.threshold' must not be negative but was %s".formatted(threshold));
		}
	}

}

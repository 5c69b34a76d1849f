package io.cachebridge.core;

import org.springframework.util.unit.DataSize;

/**
 * Settings of the bytes of values in the backend.
 *
 * @param maximumSize how large a value may be as its codec writes it; a larger one is not
 * stored
 * @param compression what is compressed
 * @param encrypted whether values are encrypted, and those that are not are never served
 */
public record ValueSettings(DataSize maximumSize, CompressionSettings compression, boolean encrypted) {

	/**
	 * A megabyte at most, neither compressed nor encrypted.
	 */
	public static final ValueSettings BUILT_IN = new ValueSettings(DataSize.ofMegabytes(1),
			new CompressionSettings(CompressionType.NONE, DataSize.ofKilobytes(2)), false);

	public ValueSettings {
		if (maximumSize.toBytes() < 1) {
			throw new IllegalArgumentException(
					"'values.maximumSize' must be positive but was %s".formatted(maximumSize));
		}
	}

}

package io.cachebridge.spi;

import java.nio.charset.StandardCharsets;

/**
 * What a store can hold.
 *
 * @param maximumKeyBytes the longest key, in bytes of UTF-8, before escaping
 * @param maximumContentBytes the longest content of one record, in bytes
 */
public record Limits(int maximumKeyBytes, long maximumContentBytes) {

	/**
	 * No limit that a cache would reach.
	 */
	public static final Limits NONE = new Limits(Integer.MAX_VALUE, Long.MAX_VALUE);

	public Limits {
		if (maximumKeyBytes < 128) {
			throw new IllegalArgumentException("'maximumKeyBytes' must be at least 128 but was " + maximumKeyBytes);
		}
		if (maximumContentBytes < 1) {
			throw new IllegalArgumentException("'maximumContentBytes' must be positive but was " + maximumContentBytes);
		}
	}

	/**
	 * Tells whether a key is no longer than the store can hold.
	 * @param key the key, before escaping
	 * @return {@code true} if it fits
	 */
	public boolean fitsKey(String key) {
		// No character has more than three bytes for each of its units
		return key.length() <= this.maximumKeyBytes / 3
				|| key.getBytes(StandardCharsets.UTF_8).length <= this.maximumKeyBytes;
	}

}

package io.cachebridge.spi;

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

}

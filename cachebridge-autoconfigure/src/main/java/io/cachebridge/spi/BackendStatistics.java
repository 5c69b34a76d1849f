package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * How much a store holds, as far as it can tell without looking through all of it. The
 * numbers are those of the whole store, whoever wrote it, and may be some minutes old.
 *
 * @param entries how many entries there are, expired ones included; {@code null} if
 * unknown
 * @param bytes how much room they take; {@code null} if unknown
 * @param expired how many of the entries have expired and not gone yet; {@code null} if
 * unknown
 */
public record BackendStatistics(@Nullable Long entries, @Nullable Long bytes, @Nullable Long expired) {

	/**
	 * Of a store that can tell nothing.
	 */
	public static final BackendStatistics UNKNOWN = new BackendStatistics(null, null, null);

	public BackendStatistics {
		requireNotNegative("entries", entries);
		requireNotNegative("bytes", bytes);
		requireNotNegative("expired", expired);
	}

	private static void requireNotNegative(String name, @Nullable Long value) {
		if (value != null && value < 0) {
			throw new IllegalArgumentException("'%s' must not be negative but was %d".formatted(name, value));
		}
	}

}

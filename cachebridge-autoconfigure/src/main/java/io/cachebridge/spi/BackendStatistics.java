package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * How much a store holds, as far as it is known without looking through all of it. The
 * numbers are those of all records in the place that the backend is configured to use,
 * whoever wrote them, with reservations and with what has expired and not gone yet; never
 * of what others keep beside it. They may be as old as two
 * {@linkplain CacheBackend#pruneInterval() prunings} are apart.
 *
 * @param entries how many records there are; {@code null} if unknown
 * @param bytes how much room they take; {@code null} if unknown
 */
public record BackendStatistics(@Nullable Long entries, @Nullable Long bytes) {

	/**
	 * Of a store that can tell nothing.
	 */
	public static final BackendStatistics UNKNOWN = new BackendStatistics(null, null);

	public BackendStatistics {
		requireNotNegative("entries", entries);
		requireNotNegative("bytes", bytes);
	}

	private static void requireNotNegative(String name, @Nullable Long value) {
		if (value != null && value < 0) {
			throw new IllegalArgumentException("'%s' must not be negative but was %d".formatted(name, value));
		}
	}

}

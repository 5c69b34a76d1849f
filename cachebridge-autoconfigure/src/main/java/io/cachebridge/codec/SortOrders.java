package io.cachebridge.codec;

import java.util.Comparator;
import java.util.SortedMap;
import java.util.SortedSet;

import io.cachebridge.spi.CodecException;

/**
 * Refuses sorted collections whose order is code and would not come back.
 */
final class SortOrders {

	private SortOrders() {
	}

	static void check(Object value) {
		if (value instanceof SortedSet<?> set) {
			check(value, set.comparator());
		}
		else if (value instanceof SortedMap<?, ?> map) {
			check(value, map.comparator());
		}
	}

	private static void check(Object value, Comparator<?> comparator) {
		if (comparator != null && comparator != Comparator.naturalOrder()) {
			throw new CodecException("Class %s cannot be stored with a comparator; use the natural order or a List"
				.formatted(value.getClass().getName()));
		}
	}

}

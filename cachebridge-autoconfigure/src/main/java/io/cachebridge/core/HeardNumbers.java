package io.cachebridge.core;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which numbers of one sender were heard: all up to one, and some ranges above it. What
 * is heard twice or in another order changes nothing. Guarded by its owner.
 */
final class HeardNumbers {

	/** More holes than reordering explains. */
	private static final int MAXIMUM_RANGES = 64;

	/** First and last number of each range. */
	private final TreeMap<Long, Long> ranges = new TreeMap<>();

	private long upTo;

	void add(long number) {
		if (number <= this.upTo) {
			return;
		}
		Map.Entry<Long, Long> before = this.ranges.floorEntry(number);
		if (before != null && before.getValue() >= number) {
			return;
		}
		boolean follows = before != null && before.getValue() == number - 1;
		long first = follows ? before.getKey() : number;
		Long last = this.ranges.remove(number + 1);
		this.ranges.put(first, (last != null) ? last : number);
		absorb();
	}

	/**
	 * Tells whether all numbers up to one were heard.
	 * @param number the number
	 * @return {@code true} if none is missing
	 */
	boolean hasAllUpTo(long number) {
		return this.upTo >= number;
	}

	/**
	 * Tells what is missing up to a number.
	 * @param number the number
	 * @return what is missing
	 */
	Missing missingUpTo(long number) {
		if (hasAllUpTo(number)) {
			return Missing.NOTHING;
		}
		Map.Entry<Long, Long> range = this.ranges.floorEntry(number);
		boolean first = range == null
				|| (range.getValue() >= number && range.getKey().longValue() == this.ranges.firstKey());
		return first ? Missing.BEGINNING : Missing.SOMETHING;
	}

	/**
	 * Tells whether so much is missing in between that it is not worth remembering.
	 * @return {@code true} if there are too many holes
	 */
	boolean isTornApart() {
		return this.ranges.size() > MAXIMUM_RANGES;
	}

	/**
	 * Takes all numbers up to one as heard.
	 * @param number the number
	 */
	void skipTo(long number) {
		if (number > this.upTo) {
			this.upTo = number;
			absorb();
		}
	}

	/**
	 * Takes all numbers up to the highest one that was heard as heard.
	 */
	void skipToHighest() {
		if (!this.ranges.isEmpty()) {
			skipTo(this.ranges.lastEntry().getValue());
		}
	}

	private void absorb() {
		while (!this.ranges.isEmpty() && this.ranges.firstKey() <= this.upTo + 1) {
			this.upTo = Math.max(this.upTo, this.ranges.pollFirstEntry().getValue());
		}
	}

}

package io.cachebridge.test.benchmark;

/**
 * Counts durations in buckets that are a thirty-second of a power of two wide, so that
 * each is known to three percent, from nanoseconds to years, in a few kilobytes. After
 * HdrHistogram.
 */
final class Histogram {

	private static final int BITS = 5;

	private static final int BUCKETS_PER_POWER = 1 << BITS;

	private final long[] counts = new long[(Long.SIZE - BITS) * BUCKETS_PER_POWER];

	private long count;

	private long maximum;

	private long total;

	void add(long nanoseconds) {
		long value = Math.max(0, nanoseconds);
		this.counts[bucket(value)]++;
		this.count++;
		this.maximum = Math.max(this.maximum, value);
		this.total += value;
	}

	void add(Histogram other) {
		for (int i = 0; i < this.counts.length; i++) {
			this.counts[i] += other.counts[i];
		}
		this.count += other.count;
		this.maximum = Math.max(this.maximum, other.maximum);
		this.total += other.total;
	}

	long maximum() {
		return this.maximum;
	}

	long total() {
		return this.total;
	}

	/**
	 * Returns what that part of all durations does not exceed.
	 * @param percent the part, more than 0 and at most 100
	 * @return the duration, at most three percent more than it was; 0 if there is none
	 */
	long percentile(double percent) {
		long rank = (long) Math.ceil(this.count * percent / 100);
		long passed = 0;
		for (int i = 0; i < this.counts.length; i++) {
			passed += this.counts[i];
			if (passed >= rank && passed > 0) {
				return Math.min(last(i), this.maximum);
			}
		}
		return 0;
	}

	// Below the first two powers each value has a bucket of its own
	private static int bucket(long value) {
		int shift = shift(value);
		return shift * BUCKETS_PER_POWER + (int) (value >>> shift);
	}

	private static int shift(long value) {
		return Math.max(0, Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(value));
	}

	private static long last(int bucket) {
		int shift = Math.max(0, bucket / BUCKETS_PER_POWER - 1);
		return ((bucket - (long) shift * BUCKETS_PER_POWER + 1) << shift) - 1;
	}

}

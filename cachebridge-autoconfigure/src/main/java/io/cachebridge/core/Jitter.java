package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;

import io.cachebridge.spi.support.Percentage;

/**
 * Shortens times, so that what begins together does not end together. How much depends on
 * the key and the beginning alone: nodes agree, and nothing is drawn by lot.
 *
 * @param most the largest share that is cut off
 */
record Jitter(Percentage most) {

	private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

	private static final double UNIT = 0x1.0p-53;

	/**
	 * Shortens a time.
	 * @param time the time, zero for ever
	 * @param keyName the name of the key whose value it is about
	 * @param start when it begins
	 * @return the time, or less; never zero unless it was
	 */
	Duration shorten(Duration time, String keyName, Instant start) {
		if (this.most.isZero() || time.isZero()) {
			return time;
		}
		Duration bounded = ValueFormat.atMostLongest(time);
		double share = (mixed(keyName.hashCode() * GOLDEN_RATIO + start.toEpochMilli()) >>> 11) * UNIT;
		return bounded.minusNanos((long) (share * this.most.of(bounded).toNanos()));
	}

	// Neighbours among keys and times must not be neighbours among ends
	private static long mixed(long seed) {
		long mixed = (seed ^ (seed >>> 33)) * 0xff51afd7ed558ccdL;
		mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
		return mixed ^ (mixed >>> 33);
	}

}

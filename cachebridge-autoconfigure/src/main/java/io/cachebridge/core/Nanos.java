package io.cachebridge.core;

import java.time.Duration;

/**
 * Turns durations into nanoseconds to add to a reading of a clock.
 */
final class Nanos {

	private static final Duration LONGEST = Duration.ofDays(36_500);

	private Nanos() {
	}

	/**
	 * Returns a duration in nanoseconds, at most a hundred years, so that the sum with
	 * any reading compares as it should.
	 * @param duration the duration
	 * @return nanoseconds
	 */
	static long of(Duration duration) {
		return ((duration.compareTo(LONGEST) < 0) ? duration : LONGEST).toNanos();
	}

	/**
	 * Returns a hundred years, which stand for ever.
	 * @return nanoseconds
	 */
	static long forever() {
		return LONGEST.toNanos();
	}

}

package io.cachebridge.spi.support;

import java.time.Duration;

/**
 * When an operation has to be over, whatever it consists of. Each call that it makes is
 * given what is left, so that all of them together take no longer than one may.
 *
 * @param nanoTime the moment, as {@link System#nanoTime()} counts
 */
public record Deadline(long nanoTime) {

	/** Half of what can be told apart: a hundred and forty-six years. */
	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

	/**
	 * Begins an operation.
	 * @param timeout how long it may take; what is longer than a century counts as one
	 * @return when it has to be over
	 */
	public static Deadline in(Duration timeout) {
		return new Deadline(System.nanoTime() + ((timeout.compareTo(LONGEST) < 0) ? timeout : LONGEST).toNanos());
	}

	/**
	 * Begins a call that is part of the operation.
	 * @param timeout how long the call may take if the operation leaves it so long
	 * @return when the call has to be over, no later than the operation
	 */
	public Deadline within(Duration timeout) {
		return leavesMoreThan(timeout) ? in(timeout) : this;
	}

	/**
	 * Returns how long the operation may still take.
	 * @return the time, zero if it is over; clients may take that for no limit
	 */
	public Duration left() {
		return Duration.ofNanos(Math.max(0, this.nanoTime - System.nanoTime()));
	}

	public boolean isOver() {
		return left().isZero();
	}

	/**
	 * Tells whether something else can be done in time.
	 * @param time how long that takes
	 * @return {@code true} if more time is left than that
	 */
	public boolean leavesMoreThan(Duration time) {
		return left().compareTo(time) > 0;
	}

}

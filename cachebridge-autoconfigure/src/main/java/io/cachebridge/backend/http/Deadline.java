package io.cachebridge.backend.http;

import java.time.Duration;

/**
 * When an operation has to be over, whatever it consists of.
 *
 * @param nanoTime the moment, as {@link System#nanoTime()} counts
 */
record Deadline(long nanoTime) {

	static Deadline in(Duration timeout) {
		return new Deadline(System.nanoTime() + timeout.toNanos());
	}

	Duration left() {
		return Duration.ofNanos(this.nanoTime - System.nanoTime());
	}

	boolean leavesMoreThan(Duration time) {
		return left().compareTo(time) > 0;
	}

}

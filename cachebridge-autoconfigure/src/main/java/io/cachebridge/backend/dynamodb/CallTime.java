package io.cachebridge.backend.dynamodb;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The time that a call may take, with all its attempts and the pauses between them.
 */
final class CallTime {

	/** The AWS SDK counts in these, and takes none for no limit. */
	static final Duration SHORTEST = Duration.ofMillis(1);

	private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

	private static final int MOST_DOUBLINGS = 6;

	private final long deadline;

	private int pauses;

	private CallTime(long deadline) {
		this.deadline = deadline;
	}

	static CallTime of(Duration timeout) {
		return new CallTime(System.nanoTime() + timeout.toNanos());
	}

	private long nanosLeft() {
		return this.deadline - System.nanoTime();
	}

	boolean isOver() {
		return nanosLeft() < SHORTEST.toNanos();
	}

	/**
	 * Returns the time that is left.
	 * @return the time, which is never less than what limits a call
	 */
	Duration left() {
		return isOver() ? SHORTEST : Duration.ofNanos(nanosLeft());
	}

	/**
	 * Waits before another attempt, longer each time.
	 * @return whether there is time for one; if not, it did not wait
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean pause() throws InterruptedException {
		// Random, so that nodes that were refused together do not come back together
		long longest = SHORTEST_PAUSE << Math.min(++this.pauses, MOST_DOUBLINGS);
		long pause = ThreadLocalRandom.current().nextLong(longest / 2, longest);
		if (nanosLeft() - pause < SHORTEST.toNanos()) {
			return false;
		}
		TimeUnit.NANOSECONDS.sleep(pause);
		return true;
	}

}

package io.cachebridge.core;

import java.util.TreeSet;

/**
 * Numbers the messages of this node. Messages may be on their way to the transport at the
 * same time and overtake each other, so a number counts as sent only when all lower ones
 * do.
 */
final class SentNumbers {

	private final TreeSet<Long> beingSent = new TreeSet<>();

	private long last;

	/**
	 * Begins to send a message.
	 * @return its number, the first being 1
	 */
	synchronized long begin() {
		this.last++;
		this.beingSent.add(this.last);
		return this.last;
	}

	/**
	 * The transport has taken a message, or has refused it.
	 * @param number its number
	 */
	synchronized void end(long number) {
		this.beingSent.remove(number);
	}

	/**
	 * Returns the highest number such that it and all lower ones have been sent.
	 * @return the number, 0 if there is none
	 */
	synchronized long upTo() {
		return this.beingSent.isEmpty() ? this.last : this.beingSent.first() - 1;
	}

	synchronized long last() {
		return this.last;
	}

}

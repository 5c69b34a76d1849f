package io.cachebridge.spi.support;

import java.util.Map;
import java.util.function.Consumer;

/**
 * The messages of a channel as the store keeps them for a while: each sender numbers what
 * it writes, without gaps, and tells the last number only once everything up to it is
 * there.
 *
 * @param <E> what is thrown when the store fails
 */
public interface SenderLog<E extends Exception> {

	/**
	 * Reads how far the senders have written.
	 * @return their state, by sender
	 * @throws E if that failed
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<Long, Head> heads() throws E, InterruptedException;

	/**
	 * Reads what a sender has written.
	 * @param sender the sender
	 * @param first the first number
	 * @param last the last one
	 * @param messages is told the messages in order
	 * @return whether nothing is missing
	 * @throws E if that failed
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean read(long sender, long first, long last, Consumer<byte[]> messages) throws E, InterruptedException;

	/**
	 * Removes a sender, unless it has written more.
	 * @param sender the sender
	 * @param last the last number that it had written
	 * @throws E if that failed
	 * @throws InterruptedException if the thread is interrupted
	 */
	void remove(long sender, long last) throws E, InterruptedException;

	/**
	 * The state of a sender.
	 *
	 * @param first the first number that a reader who does not know it reads
	 * @param last the last number that it has written
	 * @param ended whether it has not written for so long that it must have ended
	 */
	record Head(long first, long last, boolean ended) {

	}

}

package io.cachebridge.backend.redis;

import java.util.concurrent.CountDownLatch;

/**
 * A way to carry messages through Redis. What the client throws is left to the caller to
 * translate.
 */
interface RedisChannel extends AutoCloseable {

	/**
	 * Returns what failures call this way.
	 * @return the type of the backplane
	 */
	String name();

	int maximumMessageBytes();

	void publish(byte[] message);

	/**
	 * Hears messages, and returns or fails when it does not any more. Called again then,
	 * always by the same thread.
	 * @param delivery who is told
	 * @param closed until when to listen at most
	 * @throws InterruptedException if the thread is interrupted
	 */
	void listen(OrderedDelivery delivery, CountDownLatch closed) throws InterruptedException;

	/**
	 * Frees what {@link #listen} needed, after it has ended. Closing twice does nothing.
	 */
	@Override
	void close();

}

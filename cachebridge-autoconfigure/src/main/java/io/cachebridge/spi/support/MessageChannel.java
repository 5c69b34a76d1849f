package io.cachebridge.spi.support;

import java.util.concurrent.CountDownLatch;

/**
 * A way to carry messages through a store. What the client throws is left to
 * {@link ChannelBackplane} to translate.
 */
public interface MessageChannel extends AutoCloseable {

	/**
	 * Returns what one message can hold.
	 * @return the limit in bytes, at least 256
	 */
	int maximumMessageBytes();

	/**
	 * Sends a message. Called by several threads at a time, before {@link #listen} too.
	 * @param message the message
	 * @throws Exception if the store did not take it
	 */
	void publish(byte[] message) throws Exception;

	/**
	 * Hears messages, and returns or fails when it does not any more. Called again then,
	 * always by the same thread.
	 * @param delivery who is told, of messages and that they are heard
	 * @param closed until when to listen at most; the thread is interrupted then too
	 * @throws Exception if messages are not heard, or not any more
	 */
	void listen(OrderedDelivery delivery, CountDownLatch closed) throws Exception;

	/**
	 * Frees what {@link #listen} needed, after it has ended. Closing twice does nothing.
	 */
	@Override
	void close();

}

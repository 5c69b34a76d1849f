package io.cachebridge.spi;

/**
 * Carries short messages from each node to all nodes, the sender included. The messages
 * are the engine's and opaque; they hold no values. While the transport works, messages
 * arrive. Nothing is promised about order and duplicates, and of losses only that those
 * which the transport notices are told to the listener. The engine finds the others by
 * heartbeats: a node that does not hear its own ones serves nothing from its own process
 * alone.
 */
public interface Backplane extends AutoCloseable {

	/**
	 * Begins to listen, once. Returns without waiting for the transport: if it is away
	 * the backplane keeps trying, and tells when it hears.
	 * @param listener who is told
	 */
	void start(BackplaneListener listener);

	/**
	 * Sends a message to all nodes, the sender too, by the same way as to the others: if
	 * a node hears its own messages, it would hear those of others. Works before
	 * {@link #start} too, and is called by several threads at a time. When it returns the
	 * transport has taken the message; nodes may hear it earlier or later.
	 * @param message the message, not empty and at most {@link #maximumMessageBytes()}
	 * long
	 * @throws CacheBackendException if the transport did not accept it
	 */
	void publish(byte[] message);

	/**
	 * Returns what one message can hold.
	 * @return the limit in bytes, at least 256
	 */
	int maximumMessageBytes();

	/**
	 * Stops listening; afterwards the listener is not called any more. Closing twice does
	 * nothing.
	 */
	@Override
	void close();

}

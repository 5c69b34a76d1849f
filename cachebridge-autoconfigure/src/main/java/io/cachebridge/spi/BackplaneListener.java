package io.cachebridge.spi;

/**
 * Hears what a {@link Backplane} carries. Called by any thread, also by several at a
 * time. The methods return quickly and never throw.
 */
public interface BackplaneListener {

	/**
	 * A message arrived.
	 * @param message the message, possibly not from this library
	 */
	void onMessage(byte[] message);

	/**
	 * From now on messages are heard. What was sent before the first call, or between
	 * {@link #onDisconnected()} and this call, may be lost. A second call without a
	 * disconnect in between means that there may have been one.
	 */
	void onConnected();

	/**
	 * From now on messages may be lost.
	 */
	void onDisconnected();

	/**
	 * From now on messages are heard again, and none was lost: what was sent since
	 * {@link #onDisconnected()} has arrived. Only for transports that keep messages, and
	 * know that they have kept all. Counts as {@link #onConnected()} unless implemented.
	 */
	default void onResumed() {
		onConnected();
	}

}

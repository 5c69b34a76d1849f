package io.cachebridge.test;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

/**
 * What one node has of an {@link InProcessNetwork}. A test can cut the node off, told or
 * untold, and connect it again.
 */
public final class InProcessBackplane implements Backplane {

	private static final int MAXIMUM_MESSAGE_BYTES = 64 * 1024;

	private final InProcessNetwork network;

	private final String channel;

	private volatile @Nullable BackplaneListener listener;

	private volatile boolean receiving = true;

	private volatile boolean sending = true;

	private volatile boolean closed;

	InProcessBackplane(InProcessNetwork network, String channel) {
		this.network = network;
		this.channel = channel;
	}

	String channel() {
		return this.channel;
	}

	@Override
	public void start(BackplaneListener listener) {
		this.listener = listener;
		if (this.receiving) {
			listener.onConnected();
		}
	}

	@Override
	public void publish(byte[] message) {
		if (this.closed || !this.sending) {
			throw new BackendUnavailableException("in-process", "publish", "not connected", null);
		}
		if (message.length > MAXIMUM_MESSAGE_BYTES) {
			throw new BackendRejectedException("in-process", "publish",
					"%d bytes are too many".formatted(message.length), null);
		}
		this.network.send(this.channel, message);
	}

	void arrive(byte[] message) {
		BackplaneListener current = this.listener;
		if (current != null && this.receiving && !this.closed) {
			current.onMessage(message.clone());
		}
	}

	/**
	 * Cuts the node off, and tells it.
	 */
	public void disconnect() {
		deafen();
		this.sending = false;
		BackplaneListener current = this.listener;
		if (current != null) {
			current.onDisconnected();
		}
	}

	/**
	 * Lets the node hear nothing without being told, not even what it sends itself, which
	 * still arrives elsewhere.
	 */
	public void deafen() {
		this.receiving = false;
	}

	/**
	 * Lets the node hear again without being told that it did not.
	 */
	public void undeafen() {
		this.receiving = true;
	}

	/**
	 * Connects the node again, and tells it. What was sent meanwhile is lost.
	 */
	public void reconnect() {
		this.sending = true;
		this.receiving = true;
		BackplaneListener current = this.listener;
		if (current != null && !this.closed) {
			current.onConnected();
		}
	}

	@Override
	public int maximumMessageBytes() {
		return MAXIMUM_MESSAGE_BYTES;
	}

	@Override
	public void close() {
		this.closed = true;
		this.network.leave(this);
	}

}

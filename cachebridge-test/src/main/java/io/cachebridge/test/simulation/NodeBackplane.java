package io.cachebridge.test.simulation;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

/**
 * What one node has of the network.
 */
final class NodeBackplane implements Backplane {

	private static final int MAXIMUM_MESSAGE_BYTES = 1024;

	private final World world;

	private final Life life;

	private @Nullable BackplaneListener listener;

	private Link link = Link.DISCONNECTED;

	NodeBackplane(World world, Life life) {
		this.world = world;
		this.life = life;
	}

	Life life() {
		return this.life;
	}

	Link link() {
		return this.link;
	}

	@Override
	public void start(BackplaneListener started) {
		this.listener = started;
		this.world.network.join(this);
	}

	@Override
	public void publish(byte[] message) {
		this.world.fibers.pass();
		if (this.link == Link.DISCONNECTED) {
			throw new BackendUnavailableException("simulation", "publish", "not connected", null);
		}
		if (this.link == Link.CONNECTED) {
			Fiber fiber = this.world.fibers.current();
			this.world.network.send(message.clone(), (fiber != null) ? fiber.operation() : null);
		}
		this.world.fibers.pass();
	}

	void arrive(byte[] message, @Nullable Operation about, long sent) {
		if (this.listener == null || this.link != Link.CONNECTED) {
			this.world.history.note(this.life, about, "a message is lost", this.link);
			return;
		}
		this.listener.onMessage(message.clone());
		if (about != null && about.life() != this.life) {
			this.world.history.arrived(about, sent, this.life);
		}
	}

	/**
	 * Loses whatever is sent to or by this node from now on, and tells nobody.
	 */
	void interrupt() {
		this.link = Link.INTERRUPTED;
		this.world.history.note(this.life, null, "loses messages unknowingly", null);
	}

	/**
	 * Loses nothing any more, and tells nobody that it did.
	 */
	void mend() {
		this.link = Link.CONNECTED;
		this.world.history.note(this.life, null, "loses messages no more, unknowingly", null);
	}

	/**
	 * Loses the connection and is told so.
	 */
	void disconnect() {
		this.link = Link.DISCONNECTED;
		if (this.listener != null) {
			this.listener.onDisconnected();
		}
		this.life.deaf(this.world.history.note(this.life, null, "is disconnected", null));
	}

	/**
	 * Is connected and told so, be it again.
	 */
	void connect() {
		long before = this.world.history.note(this.life, null, "connects", null);
		this.link = Link.CONNECTED;
		if (this.listener != null) {
			this.listener.onConnected();
		}
		this.life.hears(before);
		this.world.history.note(this.life, null, "is connected", null);
	}

	@Override
	public int maximumMessageBytes() {
		return MAXIMUM_MESSAGE_BYTES;
	}

	@Override
	public void close() {
		this.world.network.leave(this);
	}

	/**
	 * How a node is connected.
	 */
	enum Link {

		/** It hears and is heard. */
		CONNECTED,

		/** Messages to and from it are lost, and it was not told. */
		INTERRUPTED,

		/** Not connected, and told so. */
		DISCONNECTED

	}

}

package io.cachebridge.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

/**
 * Connects nodes in one process and holds, repeats or loses messages when told to. The
 * sender hears its own messages too.
 */
final class TestNetwork {

	final List<Node> nodes = new CopyOnWriteArrayList<>();

	final List<byte[]> sent = new CopyOnWriteArrayList<>();

	private final List<byte[]> held = new ArrayList<>();

	private volatile boolean holding;

	private volatile @Nullable Runnable failing;

	int maximumMessageBytes = 1000;

	Node join() {
		Node node = new Node();
		this.nodes.add(node);
		return node;
	}

	void hold() {
		this.holding = true;
	}

	void fail() {
		fail(() -> {
		});
	}

	/**
	 * Lets nothing through.
	 * @param before what happens before a sender knows
	 */
	void fail(Runnable before) {
		this.failing = before;
	}

	void work() {
		this.failing = null;
	}

	/**
	 * Returns what was ever sent and invalidates something.
	 */
	List<NodeMessage> changes() {
		return this.sent.stream()
			.map(NodeMessage::read)
			.filter(Objects::nonNull)
			.filter((message) -> message.number() > 0 && message.pulse().equals(Pulse.NONE))
			.toList();
	}

	/**
	 * Puts what is held in the reverse order.
	 */
	void reverse() {
		synchronized (this.held) {
			Collections.reverse(this.held);
		}
	}

	/**
	 * Delivers what was held; messages sent from now on arrive at once.
	 */
	void deliver() {
		this.holding = false;
		List<byte[]> messages;
		synchronized (this.held) {
			messages = List.copyOf(this.held);
			this.held.clear();
		}
		messages.forEach(this::deliver);
	}

	/**
	 * Delivers once more whatever was ever sent.
	 */
	void deliverAgain() {
		this.sent.forEach(this::deliver);
	}

	/**
	 * Loses what was held; messages sent from now on arrive at once.
	 */
	void drop() {
		synchronized (this.held) {
			this.held.clear();
		}
		this.holding = false;
	}

	private void deliver(byte[] message) {
		this.nodes.forEach((node) -> node.receive(message));
	}

	/**
	 * One node's connection.
	 */
	final class Node implements Backplane {

		private @Nullable BackplaneListener listener;

		private volatile boolean connected = true;

		private volatile boolean vanished;

		/** Whether the node is connected as soon as it listens. */
		boolean connectsAtStart = true;

		@Override
		public void start(BackplaneListener listener) {
			this.listener = listener;
			if (this.connectsAtStart) {
				connect();
			}
		}

		void connect() {
			this.connected = true;
			listener().onConnected();
		}

		/**
		 * Connects again after some of what was sent meanwhile was delivered.
		 */
		void resume(List<byte[]> missed) {
			missed.forEach((message) -> listener().onMessage(message));
			this.connected = true;
			listener().onResumed();
		}

		/**
		 * Loses whatever is sent to this node, and tells nobody.
		 */
		void loseIncoming() {
			this.connected = false;
		}

		/**
		 * Loses whatever this node sends or is sent, and tells nobody.
		 */
		void vanish() {
			this.connected = false;
			this.vanished = true;
		}

		void reappear() {
			this.connected = true;
			this.vanished = false;
		}

		void disconnect() {
			this.connected = false;
			listener().onDisconnected();
		}

		BackplaneListener listener() {
			return Objects.requireNonNull(this.listener);
		}

		private void receive(byte[] message) {
			if (this.connected && this.listener != null) {
				this.listener.onMessage(message);
			}
		}

		@Override
		public void publish(byte[] message) {
			Runnable before = TestNetwork.this.failing;
			if (before != null) {
				before.run();
				throw new IllegalStateException("switched off");
			}
			if (this.vanished) {
				return;
			}
			TestNetwork.this.sent.add(message);
			if (TestNetwork.this.holding) {
				synchronized (TestNetwork.this.held) {
					TestNetwork.this.held.add(message);
				}
			}
			else {
				deliver(message);
			}
		}

		@Override
		public int maximumMessageBytes() {
			return TestNetwork.this.maximumMessageBytes;
		}

		@Override
		public void close() {
			TestNetwork.this.nodes.remove(this);
		}

	}

}

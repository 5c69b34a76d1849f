package io.cachebridge.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Connects nodes in one virtual machine by {@link InProcessBackplane}s. Messages reach
 * every connected node of the channel, the sender too, on the sender's thread before
 * {@code publish} returns; unless the network is told to {@linkplain #hold() hold} them.
 * Held messages can be dropped, duplicated and reordered before they are
 * {@linkplain #release() released}.
 *
 * <pre class="code">
 * InProcessNetwork network = new InProcessNetwork();
 * InProcessBackplane first = network.join("channel");
 * InProcessBackplane second = network.join("channel");
 * network.hold();
 * ... publish ...
 * network.shuffle(new Random(seed));
 * network.release();
 * </pre>
 */
public final class InProcessNetwork {

	private final List<InProcessBackplane> nodes = new CopyOnWriteArrayList<>();

	/** Held for what is held, but not while messages arrive. */
	private final Lock lock = new ReentrantLock();

	private final List<Delivery> held = new ArrayList<>();

	private boolean holding;

	/**
	 * Adds a node.
	 * @param channel what separates its messages from others
	 * @return its backplane, which connects when it is started
	 */
	public InProcessBackplane join(String channel) {
		InProcessBackplane node = new InProcessBackplane(this, channel);
		this.nodes.add(node);
		return node;
	}

	void leave(InProcessBackplane node) {
		this.nodes.remove(node);
	}

	void send(String channel, byte[] message) {
		for (InProcessBackplane node : this.nodes) {
			if (node.channel().equals(channel)) {
				deliver(new Delivery(node, message.clone()));
			}
		}
	}

	private void deliver(Delivery delivery) {
		this.lock.lock();
		try {
			if (this.holding) {
				this.held.add(delivery);
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		delivery.arrive();
	}

	/**
	 * Keeps all messages from now on.
	 */
	public void hold() {
		this.lock.lock();
		try {
			this.holding = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Delivers all messages that are held, in their order, and later ones at once.
	 */
	public void release() {
		List<Delivery> deliveries;
		this.lock.lock();
		try {
			this.holding = false;
			deliveries = List.copyOf(this.held);
			this.held.clear();
		}
		finally {
			this.lock.unlock();
		}
		deliveries.forEach(Delivery::arrive);
	}

	/**
	 * Delivers only the first message that is held.
	 * @return whether there was one
	 */
	public boolean releaseNext() {
		Delivery next;
		this.lock.lock();
		try {
			if (this.held.isEmpty()) {
				return false;
			}
			next = this.held.remove(0);
		}
		finally {
			this.lock.unlock();
		}
		next.arrive();
		return true;
	}

	/**
	 * Loses messages that are held.
	 * @param lost which
	 */
	public void drop(Predicate<Delivery> lost) {
		this.lock.lock();
		try {
			this.held.removeIf(lost);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Adds a copy of every message that is held, after all others.
	 */
	public void duplicate() {
		this.lock.lock();
		try {
			this.held.addAll(List.copyOf(this.held));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Puts the messages that are held in another order.
	 * @param random what decides the order
	 */
	public void shuffle(Random random) {
		this.lock.lock();
		try {
			Collections.shuffle(this.held, random);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the messages that are held.
	 * @return the messages in the order in which they would arrive
	 */
	public List<Delivery> held() {
		this.lock.lock();
		try {
			return List.copyOf(this.held);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A message on its way to one node.
	 *
	 * @param receiver the node
	 * @param message the message
	 */
	public record Delivery(InProcessBackplane receiver, byte[] message) {

		void arrive() {
			this.receiver.arrive(this.message);
		}

	}

}

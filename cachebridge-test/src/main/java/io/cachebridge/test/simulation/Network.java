package io.cachebridge.test.simulation;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Carries messages between the nodes, in any order and after any time. Some are lost,
 * some come twice.
 */
final class Network {

	private static final int USUAL = 20;

	private final World world;

	private final List<NodeBackplane> members = new ArrayList<>();

	private final List<Delivery> underWay = new ArrayList<>();

	private final double sluggish;

	Network(World world) {
		this.world = world;
		this.sluggish = 0.4 * world.dice.below(100) / 100;
	}

	void join(NodeBackplane member) {
		this.members.add(member);
	}

	void leave(NodeBackplane member) {
		this.members.remove(member);
		this.underWay.removeIf((delivery) -> delivery.receiver() == member);
	}

	void send(byte[] message, @Nullable Operation about) {
		for (NodeBackplane member : this.members) {
			send(member, message, about, this.world.history.now());
		}
	}

	private void send(NodeBackplane receiver, byte[] message, @Nullable Operation about, long sent) {
		int pace = this.world.dice.chance(this.sluggish) ? 1 : USUAL;
		this.underWay.add(new Delivery(receiver, message, about, sent, pace));
	}

	int underWay() {
		return this.underWay.size();
	}

	/**
	 * Delivers one of the messages that are under way, or loses it.
	 */
	void deliverAny() {
		int[] paces = new int[this.underWay.size()];
		for (int i = 0; i < paces.length; i++) {
			paces[i] = this.underWay.get(i).pace();
		}
		Delivery delivery = this.underWay.remove(this.world.dice.weighted(paces));
		if (this.world.weather.strikes(Fault.MESSAGES_LOST)) {
			this.world.history.note(delivery.receiver().life(), delivery.about(), "a message is lost", null);
			return;
		}
		if (this.world.weather.strikes(Fault.MESSAGES_REPEATED)) {
			send(delivery.receiver(), delivery.message(), delivery.about(), delivery.sent());
		}
		delivery.receiver().arrive(delivery.message(), delivery.about(), delivery.sent());
	}

	private record Delivery(NodeBackplane receiver, byte[] message, @Nullable Operation about, long sent, int pace) {

	}

}

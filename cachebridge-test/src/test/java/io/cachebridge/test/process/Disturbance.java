package io.cachebridge.test.process;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.ProxiedConnection;
import io.cachebridge.test.server.TcpProxy.Direction;

/**
 * What happens to a cluster, to one node of it or to Redis, and how it ends.
 */
enum Disturbance {

	NONE,

	NODE_KILLED {

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.node(slot).close();
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.replace(slot);
		}

	},

	NODE_STOPPED {

		@Override
		boolean isSilent() {
			return true;
		}

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.pause(slot);
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.resume(slot);
		}

	},

	NETWORK_SILENT {

		@Override
		boolean isSilent() {
			return true;
		}

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.dropped());
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.open());
		}

	},

	NETWORK_SILENT_TO_NODE {

		@Override
		boolean isSilent() {
			return true;
		}

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Direction.TO_CLIENT, Passage.dropped());
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.open());
		}

	},

	/**
	 * Commands are answered and messages are lost: nothing but the loss gives it away.
	 */
	MESSAGES_LOST {

		@Override
		boolean isSilent() {
			return true;
		}

		@Override
		void begin(Cluster cluster, int slot) {
			for (ProxiedConnection connection : subscriptions(cluster, slot)) {
				connection.pass(Direction.TO_CLIENT, Passage.dropped());
			}
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.open());
		}

	},

	NETWORK_STALLED {

		@Override
		boolean isSilent() {
			return true;
		}

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.held());
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.open());
		}

	},

	NETWORK_SLOW {

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.delayed(Duration.ofMillis(200)));
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.open());
		}

	},

	/** Old connections are half closed, new ones accepted and never answered. */
	NETWORK_HALF_CLOSED {

		@Override
		void begin(Cluster cluster, int slot) {
			List<ProxiedConnection> before = cluster.proxy(slot).connections();
			cluster.proxy(slot).pass(Passage.dropped());
			before.forEach((connection) -> connection.pass(Direction.TO_CLIENT, Passage.ended()));
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.proxy(slot).pass(Passage.open());
		}

	},

	SUBSCRIPTIONS_KILLED {

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.redis().command("CLIENT", "KILL", "TYPE", "pubsub");
		}

	},

	REDIS_EMPTIED {

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.redis().restartEmpty();
		}

		@Override
		boolean isOfRedis() {
			return true;
		}

	},

	REDIS_RESTARTED {

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.redis().kill();
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.redis().start();
		}

		@Override
		boolean isOfRedis() {
			return true;
		}

	},

	REDIS_STOPPED {

		@Override
		void begin(Cluster cluster, int slot) {
			cluster.redis().pause();
		}

		@Override
		void end(Cluster cluster, int slot) {
			cluster.redis().resume();
		}

		@Override
		boolean isOfRedis() {
			return true;
		}

	};

	void begin(Cluster cluster, int slot) {
	}

	void end(Cluster cluster, int slot) {
	}

	boolean isOfRedis() {
		return false;
	}

	/**
	 * Tells whether a node can lose messages, or be late for them, and not be told.
	 * @return {@code true} if only their absence tells
	 */
	boolean isSilent() {
		return false;
	}

	/**
	 * Returns those that any store can suffer.
	 * @return what happens to a node or its network
	 */
	static Set<Disturbance> ofAnyStore() {
		return EnumSet.of(NODE_KILLED, NODE_STOPPED, NETWORK_SILENT, NETWORK_SILENT_TO_NODE, NETWORK_STALLED,
				NETWORK_SLOW, NETWORK_HALF_CLOSED);
	}

	private static List<ProxiedConnection> subscriptions(Cluster cluster, int slot) {
		String clients = String.valueOf(cluster.redis().command("CLIENT", "LIST", "TYPE", "pubsub"));
		return cluster.proxy(slot)
			.connections()
			.stream()
			.filter((connection) -> clients.contains(" addr=127.0.0.1:" + connection.serverSidePort() + " "))
			.toList();
	}

}

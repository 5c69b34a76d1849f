package io.cachebridge.test.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;

/**
 * One life of one node, from its start to its end or crash.
 */
final class Life {

	private final int node;

	private final int number;

	private final List<Silence> silences = new ArrayList<>();

	private @Nullable CacheBridgeCacheManager manager;

	private @Nullable CacheBridgeCache cache;

	private @Nullable SimulatedTasks tasks;

	private boolean dead;

	private boolean leaving;

	/**
	 * Creates a life of a node that hears nothing yet.
	 * @param node the number of the node
	 * @param number the number of the life
	 */
	Life(int node, int number) {
		this.node = node;
		this.number = number;
		this.silences.add(new Silence(0));
	}

	void begin(CacheBridgeCacheManager begun, String cacheName) {
		this.manager = begun;
		this.cache = Objects.requireNonNull(begun.getCache(cacheName));
	}

	SimulatedTasks tasks(SimulatedTasks own) {
		this.tasks = own;
		return own;
	}

	/**
	 * Begins what this node does again and again, if it is time.
	 */
	void timePasses() {
		Objects.requireNonNull(this.tasks).runDue();
	}

	CacheBridgeCache cache() {
		return Objects.requireNonNull(this.cache);
	}

	boolean hasPending() {
		return this.cache != null && this.cache.statistics().pending() + this.cache.statistics().queued() > 0;
	}

	void close() {
		if (this.manager != null) {
			this.manager.close();
		}
	}

	void die() {
		this.dead = true;
	}

	boolean isDead() {
		return this.dead;
	}

	/**
	 * Takes no more calls, to be closed when those under way have ended.
	 */
	void leave() {
		this.leaving = true;
	}

	boolean isLeaving() {
		return this.leaving;
	}

	boolean takesCalls() {
		return !this.dead && !this.leaving;
	}

	/**
	 * Notes that this node was told that it does not hear the others.
	 * @param moment when
	 */
	void deaf(long moment) {
		this.silences.add(new Silence(moment));
	}

	/**
	 * Notes that this node was told that it hears the others.
	 * @param moment when
	 */
	void hears(long moment) {
		Silence last = this.silences.get(this.silences.size() - 1);
		if (last.to == Operation.NEVER) {
			last.to = moment;
		}
		else {
			Silence repeated = new Silence(moment);
			repeated.to = moment;
			this.silences.add(repeated);
		}
	}

	/**
	 * Returns when this node had to know that it may have missed something that happened
	 * at a moment, because it was told that messages may be lost.
	 * @param moment the moment
	 * @return the moment from which it must not trust itself in this matter
	 */
	long suspects(long moment) {
		for (Silence silence : this.silences) {
			if (moment < silence.to) {
				return Math.max(moment, silence.from);
			}
		}
		return Operation.NEVER;
	}

	@Override
	public String toString() {
		return "node " + this.node + ((this.number > 0) ? "." + this.number : "");
	}

	private static final class Silence {

		private final long from;

		private long to = Operation.NEVER;

		private Silence(long from) {
			this.from = from;
		}

	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Makes up for the writes of one cache that the store has not acknowledged. Evictions are
 * made unconditionally. A value is written only over what this node last saw, as another
 * node may have written since; otherwise its key is evicted, which costs a load. Other
 * nodes are told in any case.
 */
final class Recovery {

	private static final int MAXIMUM_FAILURES = 10;

	/** Of the writes that wait in a queue, which has tasks of its own. */
	private static final int MAXIMUM_QUEUED = 100;

	private final PendingWrites pending;

	private final RemoteTier remote;

	private final StoredEntries stored;

	private final Invalidations invalidations;

	private final Ticker ticker;

	private final FirstAttempts firstAttempts;

	Recovery(PendingWrites pending, RemoteTier remote, StoredEntries stored, Invalidations invalidations, Ticker ticker,
			FirstAttempts firstAttempts) {
		this.pending = pending;
		this.remote = remote;
		this.stored = stored;
		this.invalidations = invalidations;
		this.ticker = ticker;
		this.firstAttempts = firstAttempts;
	}

	PendingWrites pending() {
		return this.pending;
	}

	/**
	 * Tries to make up for all writes, and makes some of those that wait in a queue, as
	 * its tasks may not get a thread. One that the store refuses keeps no other one from
	 * being made; a store that refuses several is left alone. A put that is withdrawn
	 * meanwhile leaves an eviction, for which is made up too.
	 * @param goesOn asked before each of them
	 * @return whether none is left of those there were
	 */
	boolean replay(BooleanSupplier goesOn) {
		List<PendingWrite> all = this.pending.all();
		List<PendingWrite> some = Stream
			.concat(tried(all), all.stream().filter(PendingWrite::isQueued).limit(MAXIMUM_QUEUED))
			.toList();
		return replay(some, goesOn) && some.size() == all.size();
	}

	/**
	 * Tries to make up for the writes that the store was asked to make.
	 * @param goesOn asked before each of them
	 * @return whether none is left of those there were
	 */
	boolean replayTried(BooleanSupplier goesOn) {
		return replay(tried(this.pending.all()).toList(), goesOn);
	}

	private static Stream<PendingWrite> tried(List<PendingWrite> all) {
		return all.stream().filter((write) -> !write.isQueued());
	}

	private boolean replay(List<PendingWrite> writes, BooleanSupplier goesOn) {
		int failures = 0;
		for (PendingWrite write : writes) {
			failures += isMadeUpFor(write, goesOn) ? 0 : 1;
			if (failures > MAXIMUM_FAILURES) {
				return false;
			}
		}
		return failures == 0;
	}

	/**
	 * Makes what is queued of a key, and if that is not enough, tries to make up for what
	 * the store was asked before.
	 * @param key the key
	 * @return whether the store can be asked about the key
	 */
	boolean replay(EntryKey key) {
		PendingWrite write = this.pending.queued(key.name());
		if (write != null) {
			isMadeUpFor(write, () -> true);
		}
		return this.pending.reading(key) == null || replayTried(() -> true) || this.pending.reading(key) == null;
	}

	private boolean isMadeUpFor(PendingWrite write, BooleanSupplier goesOn) {
		PendingWrite current = this.pending.current(write);
		boolean leftToQueue = false;
		while (current != null && !leftToQueue) {
			if (!goesOn.getAsBoolean() || !this.pending.alone(write.target(), () -> replayCurrent(write))) {
				return false;
			}
			// Somebody may write the key again and again, faster than the store
			leftToQueue = current.isQueued();
			current = this.pending.current(write);
		}
		return true;
	}

	private boolean replayCurrent(PendingWrite write) {
		PendingWrite current = this.pending.current(write);
		return current == null || replay(current);
	}

	private boolean replay(PendingWrite write) {
		if (write.isQueued()) {
			return this.firstAttempts.make(write);
		}
		try {
			return switch (write.kind()) {
				case CLEAR -> clear(write);
				case EVICT_TAG -> evictTag(write);
				case EVICT, PUT -> change(write);
			};
		}
		catch (RuntimeException ex) {
			// Counted and logged where the store was called; the write stays pending
			return false;
		}
	}

	private boolean clear(PendingWrite write) {
		this.invalidations.clearing();
		boolean done = this.remote.clear();
		if (done) {
			this.pending.remove(write);
			this.invalidations.cleared(true);
			this.stored.removeDeadLater();
		}
		return done;
	}

	private boolean evictTag(PendingWrite write) {
		this.invalidations.evictingTag(write.target());
		boolean done = this.remote.evictByTag(write.target());
		if (done) {
			this.pending.remove(write);
			this.invalidations.tagEvicted(write.target(), true);
			this.stored.removeDeadLater();
		}
		return done;
	}

	private boolean change(PendingWrite write) {
		EntryKey key = write.key();
		long first = this.invalidations.changing(key);
		PendingWrite.Put put = write.put();
		// A store that refuses the value, as one does that is full, may still remove the
		// key
		boolean done = (put != null && isStored(key, put)) || this.remote.delete(key) != null;
		if (done) {
			this.pending.remove(write);
			this.invalidations.changed(key, first, true);
		}
		return done;
	}

	private boolean isStored(EntryKey key, PendingWrite.Put put) {
		long left = put.deadline() - this.ticker.read();
		return left > 0 && Boolean.TRUE
			.equals(this.remote.putOver(key, put.seen(), put.value(), put.terms(), Duration.ofNanos(left)));
	}

}

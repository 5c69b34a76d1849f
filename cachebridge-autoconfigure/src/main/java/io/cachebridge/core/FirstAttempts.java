package io.cachebridge.core;

import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Makes the writes that have waited in a {@link WriteQueue}, whatever the store holds, as
 * their callers would have done. What the store does not acknowledge stays pending for
 * {@link Recovery}. Other nodes are told of both.
 * <p>
 * A value is written under epochs that were read while nothing had swept it away on this
 * node. A later clear, or eviction of a tag of it, makes the record void wherever the
 * write is by then, so that neither waits for the queue.
 */
final class FirstAttempts {

	private final PendingWrites pending;

	private final RemoteTier remote;

	private final LocalCopies copies;

	private final Invalidations invalidations;

	private final Ticker ticker;

	FirstAttempts(PendingWrites pending, RemoteTier remote, LocalCopies copies, Invalidations invalidations,
			Ticker ticker) {
		this.pending = pending;
		this.remote = remote;
		this.copies = copies;
		this.invalidations = invalidations;
		this.ticker = ticker;
	}

	/**
	 * Makes what waits of a key, and what is queued of it meanwhile.
	 * @param keyName the name of the key
	 */
	void makeAll(String keyName) {
		while (this.pending.queued(keyName) != null) {
			this.pending.alone(keyName, () -> {
				PendingWrite write = this.pending.queued(keyName);
				return write == null || make(write);
			});
		}
	}

	/**
	 * Makes a write. To be called in the turn of its key.
	 * @param write the write, which is pending
	 * @return whether the store has acknowledged it
	 */
	boolean make(PendingWrite write) {
		EntryKey key = write.key();
		long begun = this.ticker.read();
		long first = this.invalidations.changing(key);
		long ticket = InvalidationLog.TOUCHED;
		Reading stored = null;
		try {
			stored = store(write);
		}
		catch (RuntimeException ex) {
			// Counted and logged where the store was called; the write stays pending
		}
		finally {
			if (stored != null) {
				this.pending.remove(write);
			}
			else {
				this.pending.notMade(write);
			}
			ticket = this.invalidations.changed(key, first, stored != null);
		}
		if (stored != null && stored.isHit() && ticket != InvalidationLog.TOUCHED
				&& !this.invalidations.isSweptSince(stored.origin().tags(), first)) {
			this.copies.keep(key, stored, ticket, Duration.ofNanos(this.ticker.read() - begun));
		}
		return stored != null;
	}

	private @Nullable Reading store(PendingWrite write) {
		PendingWrite.Put put = write.put();
		long left = (put != null) ? put.deadline() - this.ticker.read() : 0;
		if (put == null || left <= 0) {
			return (this.remote.delete(write.key()) != null) ? Reading.miss(null, Map.of()) : null;
		}
		Reading stored = this.remote.put(write.key(), put.value(), put.terms(), Duration.ofNanos(left),
				() -> isInForce(write, put));
		return (stored.status() != Reading.Status.UNAVAILABLE) ? stored : null;
	}

	private boolean isInForce(PendingWrite write, PendingWrite.Put put) {
		return !this.invalidations.isSweptSince(put.tags(), write.queuedAt());
	}

}

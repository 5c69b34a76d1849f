package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

import io.cachebridge.spi.Removal;
import io.cachebridge.spi.Version;

/**
 * A cache that is held in a backend, with or without copies in this process.
 * <p>
 * What the store has not acknowledged is pending: reads follow it, and it is made up for
 * later.
 */
final class RemoteTiers implements Tiers {

	private final LocalCopies copies;

	private final RemoteParts parts;

	private final RemoteTier remote;

	private final InvalidationLog log;

	private final Invalidations invalidations;

	private final Recovery recovery;

	private final PendingWrites pending;

	private final Changes changes;

	private final Lookups lookups;

	private final @Nullable AsyncWrites async;

	private final @Nullable StoreLife life;

	private final @Nullable ClusterLoads cluster;

	RemoteTiers(LocalCopies copies, RemoteParts parts, InvalidationLog log, Invalidations invalidations,
			Recovery recovery, CacheSettings settings, Ticker ticker, Clock clock, @Nullable StoreLife life,
			@Nullable ClusterLoads cluster, @Nullable WriteQueue queue) {
		this.copies = copies;
		this.parts = parts;
		this.remote = parts.tier();
		this.log = log;
		this.invalidations = invalidations;
		this.recovery = recovery;
		this.pending = recovery.pending();
		this.changes = new Changes(copies, this.pending, invalidations, settings, ticker, this.remote);
		this.lookups = new Lookups(copies, parts, log, this.pending, Lifetime.of(settings), clock);
		this.async = (queue != null) ? new AsyncWrites(queue, this.changes, invalidations) : null;
		this.life = life;
		this.cluster = cluster;
	}

	@Override
	public @Nullable LocalEntry local(Object key) {
		return this.copies.get(key);
	}

	@Override
	public boolean isRemote() {
		return true;
	}

	@Override
	public Lookup look(EntryKey key) {
		return this.lookups.look(key);
	}

	@Override
	public Map<EntryKey, Lookup> lookAll(Collection<EntryKey> keys) {
		return this.lookups.lookAll(keys);
	}

	@Override
	public boolean contains(EntryKey key) {
		return this.lookups.contains(key);
	}

	@Override
	public Lookup lease(EntryKey key, Lookup miss, LoadAdvice advice) {
		return this.lookups.lease(key, miss, advice);
	}

	@Override
	public void fill(EntryKey key, Lookup lease, @Nullable Object value, Terms terms) {
		this.lookups.fill(key, lease, value, terms);
		if (this.cluster != null) {
			this.cluster.filled(key);
		}
	}

	@Override
	public Lookup lookBehindCopies(EntryKey key) {
		return this.lookups.lookBehindCopies(key);
	}

	@Override
	public Lookup leaseAhead(EntryKey key, Lookup due, LoadAdvice advice, Duration claim) {
		return this.lookups.leaseAhead(key, due, advice, claim);
	}

	@Override
	public void endAhead(EntryKey key) {
		this.parts.claims().release(key);
	}

	@Override
	public @Nullable LastValue stale(EntryKey key, Lookup miss, Duration oldest) {
		return this.lookups.stale(key, miss, oldest);
	}

	@Override
	public void removeStale(EntryKey key, Lookup lease) {
		this.lookups.removeStale(key, lease);
	}

	@Override
	public void abandon(EntryKey key, Lookup lease) {
		if (this.cluster != null) {
			this.cluster.abandoned(key, lease);
		}
	}

	@Override
	public void put(EntryKey key, @Nullable Object value, Terms terms) {
		if (this.async != null && this.async.put(key, value, terms)) {
			return;
		}
		Changes.Made<Reading> made = this.changes.make(this.changes.ifLost(key, value, terms), () -> {
			Reading written = this.remote.put(key, value, terms);
			return (written.status() != Reading.Status.UNAVAILABLE) ? written : null;
		});
		keep(key, made);
	}

	private void keep(EntryKey key, Changes.Made<Reading> made) {
		Reading stored = made.answer();
		if (stored != null && stored.isHit() && !isOvertaken(made, stored.origin())) {
			this.copies.keep(key, stored, made.ticket());
		}
	}

	private boolean isOvertaken(Changes.Made<Reading> made, Origin origin) {
		return made.ticket() == InvalidationLog.TOUCHED || this.log.isAnyRaisedSince(origin.tags(), made.first());
	}

	@Override
	public void putAll(Map<EntryKey, @Nullable Object> all) {
		Map<EntryKey, @Nullable Object> values = (this.async != null) ? this.async.putAll(all) : all;
		if (values.isEmpty()) {
			return;
		}
		List<PendingWrite> ifLost = new ArrayList<>();
		values.forEach((key, value) -> ifLost.add(this.changes.ifLost(key, value, Terms.NONE)));
		this.changes.makeAll(ifLost, () -> this.parts.writes().put(values)).forEach(this::keep);
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(EntryKey key, @Nullable Object value) {
		if (this.pending.reading(key) != null && !this.recovery.replay(key)) {
			throw this.remote.unanswered("putIfAbsent");
		}
		long first = this.invalidations.changing(key);
		boolean changed = true;
		try {
			Reading found = this.remote.putIfAbsent(key, value, this.log.ticket());
			changed = !found.isHit();
			return changed ? null : new SimpleValueWrapper(found.value());
		}
		finally {
			if (changed) {
				this.pending.withdraw(PendingWrite.evict(key));
				this.invalidations.changed(key, first, true);
			}
			else {
				this.invalidations.unchanged(key);
			}
		}
	}

	@Override
	public void evict(EntryKey key) {
		if (this.async == null || !this.async.evict(key)) {
			delete(key);
		}
	}

	@Override
	public boolean evictIfPresent(EntryKey key) {
		Reading unacknowledged = this.pending.reading(key);
		Reading held = (unacknowledged != null) ? unacknowledged : this.remote.readWithEpochs(key, this.log.ticket());
		Removal removal = delete(key);
		boolean wasServable = held.status() == Reading.Status.HIT || held.status() == Reading.Status.UNREADABLE;
		return wasServable && removal != null && (removal != Removal.ABSENT || unacknowledged != null);
	}

	private @Nullable Removal delete(EntryKey key) {
		return this.changes.<Removal>make(PendingWrite.evict(key), () -> this.remote.delete(key)).answer();
	}

	@Override
	public void expire(EntryKey key) {
		this.changes.<Boolean>make(PendingWrite.evict(key), () -> expireOrDelete(key));
	}

	// What is pending has made the value in the store old: it must not be served stale
	private @Nullable Boolean expireOrDelete(EntryKey key) {
		if (this.pending.of(key) == null) {
			return this.parts.expirations().expire(key);
		}
		return (this.remote.delete(key) != null) ? Boolean.TRUE : null;
	}

	@Override
	public void clear() {
		this.invalidations.clearing();
		boolean stored = false;
		try {
			stored = this.remote.clear();
		}
		finally {
			pendUnless(stored, PendingWrite.clear());
			this.invalidations.cleared(stored);
		}
		if (stored) {
			this.parts.stored().removeDeadLater();
		}
	}

	@Override
	public void evictByTag(String tag) {
		this.invalidations.evictingTag(tag);
		boolean stored = false;
		try {
			stored = this.remote.evictByTag(tag);
		}
		finally {
			pendUnless(stored, PendingWrite.evictTag(tag));
			this.invalidations.tagEvicted(tag, stored);
		}
		if (stored) {
			this.parts.stored().removeDeadLater();
		}
	}

	private void pendUnless(boolean stored, PendingWrite write) {
		if (stored) {
			this.pending.withdraw(write);
		}
		else {
			this.pending.add(write);
		}
	}

	@Override
	public boolean hasEntries() {
		return this.pending.isAnyRead() || this.parts.stored().any();
	}

	@Override
	public void heardOf(PendingWrite write, boolean stored, Version message) {
		if (stored) {
			this.pending.withdraw(write);
			this.pending.removeMade(write, message);
		}
		else {
			this.pending.add(write.toldBy(message));
		}
	}

	@Override
	public int pending() {
		return this.pending.tried();
	}

	@Override
	public int queued() {
		return (this.async != null) ? this.async.size() : 0;
	}

	@Override
	public boolean recover(BooleanSupplier goesOn) {
		if (this.life != null && this.life.hasRestarted()) {
			clearQuietly();
		}
		return (this.pending.isEmpty() || this.remote.replay(goesOn, this.recovery::replay)) && queued() == 0;
	}

	private void clearQuietly() {
		try {
			clear();
		}
		catch (RuntimeException ex) {
			// Counted and logged where the store was called; the clear is pending
		}
	}

}

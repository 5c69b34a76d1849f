package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

import io.cachebridge.spi.Removal;

/**
 * A cache that is held in a backend, with or without copies in this process.
 * <p>
 * Own writes raise the log before the store is written, so that no load which may have
 * seen the old value is kept, and once more after it, for those that began in between;
 * only then does the local copy go. Other nodes are told when the store has acknowledged.
 */
final class RemoteTiers implements Tiers {

	private final @Nullable LocalTier local;

	private final RemoteTier remote;

	private final InvalidationLog log;

	private final CacheSettings settings;

	private final Announcer announcer;

	private final Executor sweeper;

	RemoteTiers(@Nullable LocalTier local, RemoteTier remote, InvalidationLog log, CacheSettings settings,
			Announcer announcer, Executor sweeper) {
		this.local = local;
		this.remote = remote;
		this.log = log;
		this.settings = settings;
		this.announcer = announcer;
		this.sweeper = sweeper;
	}

	@Override
	public @Nullable LocalEntry local(Object key) {
		return (this.local != null) ? this.local.get(key) : null;
	}

	@Override
	public boolean isRemote() {
		return true;
	}

	@Override
	public Lookup look(EntryKey key) {
		long ticket = this.log.ticket();
		LocalEntry entry = local(key.key());
		if (entry != null) {
			return Lookup.hit(ticket, entry, CacheTier.LOCAL);
		}
		return promoted(key, ticket, this.remote.read(key, ticket));
	}

	@Override
	public Lookup lease(EntryKey key, Lookup miss) {
		return promoted(key, miss.ticket(), this.remote.lease(key, miss.reading()));
	}

	private Lookup promoted(EntryKey key, long ticket, Reading reading) {
		if (!reading.isHit()) {
			return Lookup.miss(ticket, reading);
		}
		keep(key, reading.value(), reading.remaining(), ticket);
		return Lookup.hit(ticket, new SimpleValueWrapper(reading.value()), CacheTier.REMOTE);
	}

	@Override
	public void fill(EntryKey key, Lookup lease, @Nullable Object value) {
		Reading stored = this.remote.fill(key, lease.reading(), value,
				() -> !this.log.isRaisedSince(key.name(), lease.ticket()));
		if (stored.isHit()) {
			keep(key, stored.value(), stored.remaining(), lease.ticket());
		}
		else if (stored.status() != Reading.Status.MISS) {
			keep(key, value, this.settings.timeToLive(), lease.ticket());
		}
	}

	@Override
	public void put(EntryKey key, @Nullable Object value) {
		long first = this.log.raise(key.name());
		long ticket = InvalidationLog.TOUCHED;
		Reading stored;
		try {
			stored = this.remote.put(key, value);
		}
		finally {
			ticket = this.log.raiseAfter(key.name(), first);
			removeLocally(key);
			this.announcer.changed(key.name());
		}
		if (stored.isHit() && ticket != InvalidationLog.TOUCHED) {
			keep(key, value, stored.remaining(), ticket);
		}
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(EntryKey key, @Nullable Object value) {
		this.log.raise(key.name());
		boolean changed = true;
		try {
			Reading found = this.remote.putIfAbsent(key, value, this.log.ticket());
			changed = !found.isHit();
			return changed ? null : new SimpleValueWrapper(found.value());
		}
		finally {
			this.log.raise(key.name());
			if (changed) {
				removeLocally(key);
				this.announcer.changed(key.name());
			}
		}
	}

	@Override
	public void evict(EntryKey key) {
		delete(key);
	}

	@Override
	public boolean evictIfPresent(EntryKey key) {
		Reading.Status held = this.remote.readWithEpoch(key, this.log.ticket()).status();
		Removal removal = delete(key);
		boolean wasServable = held == Reading.Status.HIT || held == Reading.Status.UNREADABLE;
		return wasServable && removal != null && removal != Removal.ABSENT;
	}

	private @Nullable Removal delete(EntryKey key) {
		this.log.raise(key.name());
		try {
			return this.remote.delete(key);
		}
		finally {
			this.log.raise(key.name());
			removeLocally(key);
			this.announcer.changed(key.name());
		}
	}

	@Override
	public void clear() {
		this.log.raiseAll();
		try {
			this.remote.clear();
		}
		finally {
			allInvalidated();
			this.announcer.cleared();
		}
	}

	@Override
	public boolean hasEntries() {
		return this.remote.hasEntries();
	}

	@Override
	public void invalidated(String keyName) {
		this.log.raise(keyName);
		if (this.local != null) {
			this.local.remove(keyName);
		}
	}

	@Override
	public void allInvalidated() {
		this.log.raiseAll();
		sweep();
	}

	@Override
	public void suspected() {
		this.log.suspectAll();
		sweep();
	}

	private void sweep() {
		if (this.local != null) {
			this.sweeper.execute(this.local::removeOutdated);
		}
	}

	private void removeLocally(EntryKey key) {
		if (this.local != null) {
			this.local.remove(key);
		}
	}

	private void keep(EntryKey key, @Nullable Object value, Duration remaining, long ticket) {
		if (this.local != null) {
			this.local.fill(key, value, shorter(this.settings.local().timeToLive(), remaining), ticket);
		}
	}

	// Zero is for ever
	private static Duration shorter(Duration one, Duration other) {
		if (one.isZero() || other.isZero()) {
			return one.isZero() ? other : one;
		}
		return (one.compareTo(other) < 0) ? one : other;
	}

}

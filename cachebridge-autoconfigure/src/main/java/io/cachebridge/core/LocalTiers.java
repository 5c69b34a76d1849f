package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * A cache that is held in this process alone, as references.
 */
final class LocalTiers implements Tiers {

	private final LocalTier local;

	private final InvalidationLog log;

	private final Duration timeToLive;

	private final Announcer announcer;

	private final CacheObserver observer;

	private final Executor sweeper;

	LocalTiers(LocalTier local, InvalidationLog log, Duration timeToLive, Announcer announcer, CacheObserver observer,
			Executor sweeper) {
		this.local = local;
		this.log = log;
		this.timeToLive = timeToLive;
		this.announcer = announcer;
		this.observer = observer;
		this.sweeper = sweeper;
	}

	@Override
	public @Nullable LocalEntry local(Object key) {
		return this.local.get(key);
	}

	@Override
	public boolean isRemote() {
		return false;
	}

	@Override
	public Lookup look(EntryKey key) {
		long ticket = this.log.ticket();
		LocalEntry entry = this.local.get(key.key());
		return (entry != null) ? Lookup.hit(ticket, entry, CacheTier.LOCAL) : Lookup.miss(ticket, Reading.UNAVAILABLE);
	}

	@Override
	public Lookup lease(EntryKey key, Lookup miss) {
		return miss;
	}

	@Override
	public void fill(EntryKey key, Lookup lease, @Nullable Object value) {
		if (!this.local.fill(key, value, this.timeToLive, lease.ticket())) {
			this.observer.fillRefused(key.key());
		}
	}

	@Override
	public void put(EntryKey key, @Nullable Object value) {
		this.local.put(key, value, this.timeToLive);
		this.announcer.changed(key.name());
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(EntryKey key, @Nullable Object value) {
		LocalEntry existing = this.local.putIfAbsent(key, value, this.timeToLive);
		if (existing == null) {
			this.announcer.changed(key.name());
		}
		return existing;
	}

	@Override
	public void evict(EntryKey key) {
		evictIfPresent(key);
	}

	@Override
	public boolean evictIfPresent(EntryKey key) {
		this.log.raise(key.name());
		boolean present = this.local.remove(key);
		this.announcer.changed(key.name());
		return present;
	}

	@Override
	public void clear() {
		allInvalidated();
		this.announcer.cleared();
	}

	@Override
	public boolean hasEntries() {
		return this.local.hasEntries();
	}

	@Override
	public void invalidated(String keyName) {
		this.log.raise(keyName);
		this.local.remove(keyName);
	}

	@Override
	public void allInvalidated() {
		this.log.raiseAll();
		this.sweeper.execute(this.local::removeOutdated);
	}

	@Override
	public void suspected() {
		this.log.suspectAll();
		this.sweeper.execute(this.local::removeOutdated);
	}

}

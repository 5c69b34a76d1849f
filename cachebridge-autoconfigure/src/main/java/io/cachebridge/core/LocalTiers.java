package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.spi.Version;

/**
 * A cache that is held in this process alone, as references.
 */
final class LocalTiers implements Tiers {

	private final LocalTier local;

	private final InvalidationLog log;

	private final Invalidations invalidations;

	private final Announcer announcer;

	private final Lifetime lifetime;

	private final Clock clock;

	private final CacheObserver observer;

	LocalTiers(LocalTier local, InvalidationLog log, Invalidations invalidations, Announcer announcer,
			Lifetime lifetime, Clock clock, CacheObserver observer) {
		this.local = local;
		this.log = log;
		this.invalidations = invalidations;
		this.announcer = announcer;
		this.lifetime = lifetime;
		this.clock = clock;
		this.observer = observer;
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
	public Lookup lease(EntryKey key, Lookup miss, LoadAdvice advice) {
		return miss;
	}

	@Override
	public void fill(EntryKey key, Lookup lease, @Nullable Object value, Terms terms) {
		boolean confirmed = !this.log.isAnyRaisedSince(terms.before().tags(), lease.ticket());
		if (!confirmed || !this.local.fill(key, value, lifespan(key, value, terms), lease.ticket(),
				Origin.here(terms.tags()))) {
			this.observer.fillRefused(key.key());
		}
	}

	@Override
	public @Nullable LastValue stale(EntryKey key, Lookup miss, Duration oldest) {
		return this.local.stale(key.key(), miss.ticket(), oldest);
	}

	@Override
	public void removeStale(EntryKey key, Lookup lease) {
		this.local.removeStale(key.key());
	}

	@Override
	public void put(EntryKey key, @Nullable Object value, Terms terms) {
		this.local.put(key, value, lifespan(key, value, terms), terms.tags());
		this.announcer.changed(key.name(), true);
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(EntryKey key, @Nullable Object value) {
		LocalEntry existing = this.local.putIfAbsent(key, value, lifespan(key, value, Terms.NONE));
		if (existing == null) {
			this.announcer.changed(key.name(), true);
		}
		return existing;
	}

	private Lifespan lifespan(EntryKey key, @Nullable Object value, Terms terms) {
		return this.lifetime.of(key, value, terms, this.clock.instant()).lifespan(terms.validators());
	}

	@Override
	public void evict(EntryKey key) {
		evictIfPresent(key);
	}

	@Override
	public boolean evictIfPresent(EntryKey key) {
		this.log.raise(key.name());
		boolean present = this.local.remove(key);
		this.announcer.changed(key.name(), true);
		return present;
	}

	@Override
	public void clear() {
		this.invalidations.cleared(true);
	}

	@Override
	public void evictByTag(String tag) {
		this.invalidations.tagEvicted(tag, true);
	}

	@Override
	public boolean hasEntries() {
		return this.local.hasEntries();
	}

	@Override
	public void heardOf(PendingWrite write, boolean stored, Version message) {
		// There is no store that could still hold the old value
	}

	@Override
	public int pending() {
		return 0;
	}

	@Override
	public boolean recover(BooleanSupplier goesOn) {
		return true;
	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * Notices which values are due when they are read, and does not find them where they are
 * loaded anew.
 */
final class RefreshingTiers implements LoadingTiers {

	private final String cache;

	private final LoadingTiers tiers;

	private final Refreshes refreshes;

	private final CacheObserver observer;

	private final Duration claim;

	RefreshingTiers(String cache, LoadingTiers tiers, Refreshes refreshes, RefreshAhead ahead, CacheObserver observer) {
		this.cache = cache;
		this.tiers = tiers;
		this.refreshes = refreshes;
		this.observer = observer;
		this.claim = ahead.claim();
	}

	@Override
	public @Nullable LocalEntry local(Object key) {
		LocalEntry entry = this.tiers.local(key);
		if (entry == null) {
			return null;
		}
		if (RefreshCall.isRefreshing(this.cache, key)) {
			return null;
		}
		if (this.refreshes.keepsWarm()) {
			this.refreshes.asked(EntryKey.of(key));
		}
		if (this.refreshes.isDue(entry)) {
			this.refreshes.due(EntryKey.of(key));
		}
		return entry;
	}

	@Override
	public boolean isRemote() {
		return this.tiers.isRemote();
	}

	@Override
	public boolean sharesLoad(EntryKey key) {
		return this.tiers.sharesLoad(key);
	}

	@Override
	public boolean loadsAhead(EntryKey key) {
		return RefreshCall.isRefreshing(this.cache, key.key());
	}

	@Override
	public <T> Supplier<T> carry(Supplier<T> look) {
		RefreshCall call = RefreshCall.carried(this.cache);
		Supplier<T> carried = this.tiers.carry(look);
		return () -> RefreshCall.within(call, carried::get);
	}

	@Override
	public Lookup look(EntryKey key) {
		if (loadsAhead(key)) {
			Lookup found = this.tiers.lookBehindCopies(key);
			boolean settled = found.hit() != null && !this.refreshes.isDue(found);
			return settled ? found : Lookup.miss(found.ticket(), found.reading()).ahead(found.reading());
		}
		this.refreshes.asked(key);
		Lookup found = this.tiers.look(key);
		if (this.refreshes.isDue(found)) {
			this.refreshes.due(key);
		}
		return found;
	}

	@Override
	public Map<EntryKey, Lookup> lookAll(Collection<EntryKey> keys) {
		return this.tiers.lookAll(keys);
	}

	@Override
	public boolean contains(EntryKey key) {
		return this.tiers.contains(key);
	}

	@Override
	public Lookup lease(EntryKey key, Lookup miss, LoadAdvice advice) {
		if (!loadsAhead(key)) {
			return this.tiers.lease(key, miss, advice);
		}
		Reading held = miss.reading();
		Lookup lease = (held.isHit() || held.status() == Reading.Status.MISS)
				? this.tiers.leaseAhead(key, miss, advice, this.claim) : this.tiers.lease(key, miss, advice);
		if (lease.hit() == null) {
			this.observer.refreshed(key.key());
		}
		return lease.ahead(isStillHeld(held, lease.reading()) ? held : lease.reading());
	}

	private static boolean isStillHeld(Reading held, Reading leased) {
		return held.seen() != null && leased.seen() != null && held.seen().version().equals(leased.seen().version());
	}

	@Override
	public void endAhead(EntryKey key) {
		this.tiers.endAhead(key);
	}

	@Override
	public void fill(EntryKey key, Lookup lease, @Nullable Object value, Terms terms) {
		this.tiers.fill(key, lease, value, terms);
	}

	@Override
	public @Nullable LastValue stale(EntryKey key, Lookup miss, Duration oldest) {
		return (miss.isAhead() || loadsAhead(key)) ? null : this.tiers.stale(key, miss, oldest);
	}

	// What is loaded anew is the last value as long as it is there
	@Override
	public @Nullable LastValue last(EntryKey key, Lookup lease, Duration oldest) {
		Reading due = lease.ahead();
		return this.tiers.last(key, (due != null) ? Lookup.miss(lease.ticket(), due) : lease, oldest);
	}

	@Override
	public void removeStale(EntryKey key, Lookup lease) {
		this.tiers.removeStale(key, lease);
	}

	@Override
	public void abandon(EntryKey key, Lookup lease) {
		this.tiers.abandon(key, lease);
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(EntryKey key, @Nullable Object value) {
		return this.tiers.putIfAbsent(key, value);
	}

}

package io.cachebridge.core;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.util.Assert;

/**
 * A cache over a tier in this process and a backend.
 * <p>
 * After {@code put}, {@code evict} and {@code clear} return, no read on this node returns
 * an older value, and other nodes have been told. The result of a load that began before
 * one of them is given to those who wait for it and kept nowhere. {@code putIfAbsent},
 * {@code evictIfPresent} and {@code invalidate} act at once and answer truthfully.
 * <p>
 * Keys may be of any type and not {@code null}; values may be {@code null}. A store that
 * fails is not noticed by callers, unless the cache is set to
 * {@link CacheSettings.OnError#THROW}: values count as absent and writes are skipped and
 * counted. The exception is {@code putIfAbsent}, which throws when it cannot keep its
 * word.
 */
public final class CacheBridgeCache implements Cache {

	private final String name;

	private final CacheSettings settings;

	private final Tiers tiers;

	private final InvalidationLog log;

	private final Flights flights;

	private final Loads loads;

	private final AsyncLoads asyncLoads;

	private final CacheObserver observer;

	private final @Nullable LocalTier local;

	CacheBridgeCache(String name, CacheSettings settings, CacheParts parts) {
		this.name = name;
		this.settings = settings;
		this.tiers = parts.tiers();
		this.log = parts.log();
		this.observer = parts.observer();
		this.local = parts.local();
		this.flights = new Flights(this.log);
		this.loads = new Loads(this.tiers, this.flights, this.observer, settings);
		this.asyncLoads = new AsyncLoads(this.tiers, this.flights, this.loads, this.observer, settings,
				parts.executor());
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Object getNativeCache() {
		return this;
	}

	/**
	 * Returns how this cache behaves.
	 * @return the settings
	 */
	public CacheSettings settings() {
		return this.settings;
	}

	/**
	 * Returns what this cache has done so far.
	 * @return the numbers, as of now
	 */
	public CacheStatistics statistics() {
		return this.observer.statistics((this.local != null) ? this.local.evictions() : 0,
				(this.local != null) ? this.local.size() : 0);
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		LocalEntry entry = local(key);
		return (entry != null) ? entry : look(EntryKey.of(key), InvocationScope.current()).hit();
	}

	private @Nullable LocalEntry local(@Nullable Object key) {
		Assert.notNull(key, "'key' must not be null");
		LocalEntry entry = this.tiers.local(key);
		if (entry != null) {
			this.observer.localHit(key);
		}
		return entry;
	}

	private Lookup look(EntryKey key, @Nullable InvocationScope scope) {
		if (scope != null) {
			Lookup lookup = this.loads.lookAndLease(key);
			if (lookup.hit() == null) {
				scope.missed(this, key, lookup);
			}
			return lookup;
		}
		Lookup lookup = this.tiers.look(key);
		this.loads.observe(key, lookup);
		return lookup;
	}

	@Override
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		ValueWrapper hit = get(key);
		Object value = (hit != null) ? hit.get() : null;
		if (value != null && type != null && !type.isInstance(value)) {
			throw new IllegalStateException("Cached value of cache '%s' is not of required type [%s] but of [%s]"
				.formatted(this.name, type.getName(), value.getClass().getName()));
		}
		return cast(value);
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		LocalEntry entry = local(key);
		if (entry != null) {
			return cast(entry.get());
		}
		EntryKey entryKey = EntryKey.of(key);
		LoaderCall<T> call = new LoaderCall<>(valueLoader);
		try {
			return cast(this.loads.load(entryKey, call));
		}
		catch (Exception ex) {
			if (call.hasThrown(ex)) {
				throw new ValueRetrievalException(key, valueLoader, ex);
			}
			throw (ex instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
		}
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		LocalEntry entry = local(key);
		if (entry != null) {
			return CompletableFuture.completedFuture(entry);
		}
		EntryKey entryKey = EntryKey.of(key);
		InvocationScope scope = InvocationScope.current();
		if (!this.tiers.isRemote()) {
			ValueWrapper hit = look(entryKey, scope).hit();
			return (hit != null) ? CompletableFuture.completedFuture(hit) : null;
		}
		return this.asyncLoads.find(() -> look(entryKey, scope), scope);
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		LocalEntry entry = local(key);
		if (entry != null) {
			return CompletableFuture.completedFuture(cast(entry.get()));
		}
		return cast(this.asyncLoads.load(EntryKey.of(key), valueLoader));
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		EntryKey entryKey = EntryKey.of(key);
		InvocationScope scope = InvocationScope.current();
		InvocationScope.Miss miss = (scope != null) ? scope.fillOf(this.name, entryKey.name()) : null;
		if (scope != null && miss != null) {
			if (!scope.isFollowing()) {
				this.loads.store(entryKey, miss.lease(), value);
			}
		}
		else if (!isCacheable(value) || (scope != null && this.log.isRaisedSince(entryKey.name(), scope.ticket()))) {
			evict(entryKey);
		}
		else {
			this.tiers.put(entryKey, value);
			this.observer.put(key);
		}
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		EntryKey entryKey = EntryKey.of(key);
		if (!isCacheable(value)) {
			return this.tiers.look(entryKey).hit();
		}
		ValueWrapper existing = this.tiers.putIfAbsent(entryKey, value);
		if (existing == null) {
			this.observer.put(key);
		}
		return existing;
	}

	@Override
	public void evict(Object key) {
		evict(EntryKey.of(key));
	}

	private void evict(EntryKey key) {
		this.tiers.evict(key);
		this.observer.evicted(key.key());
	}

	@Override
	public boolean evictIfPresent(Object key) {
		boolean present = this.tiers.evictIfPresent(EntryKey.of(key));
		this.observer.evicted(key);
		return present;
	}

	@Override
	public void clear() {
		this.tiers.clear();
		this.observer.cleared();
	}

	/**
	 * Removes all values at once. Unlike {@link #clear()}, which costs one write, this
	 * looks through the keys of the store to answer.
	 * @return whether there was any value that could have been served
	 */
	@Override
	public boolean invalidate() {
		boolean present = this.tiers.hasEntries();
		clear();
		return present;
	}

	Lookup lookAgain(EntryKey key) {
		return this.tiers.look(key);
	}

	boolean isRemote() {
		return this.tiers.isRemote();
	}

	boolean sharesLoads() {
		return this.settings.singleFlight() == CacheSettings.SingleFlight.NODE;
	}

	Flights flights() {
		return this.flights;
	}

	CacheObserver observer() {
		return this.observer;
	}

	void announceCreation() {
		this.observer.created(this);
	}

	void invalidated(String keyName) {
		this.tiers.invalidated(keyName);
		this.observer.invalidated(keyName);
	}

	void allInvalidated() {
		this.tiers.allInvalidated();
		this.observer.invalidated(null);
	}

	void suspected() {
		this.tiers.suspected();
	}

	void deaf() {
		if (this.tiers.isRemote()) {
			this.log.deaf();
		}
	}

	void hears() {
		this.log.hears();
	}

	void removeOutdated() {
		if (this.local != null) {
			this.local.removeOutdated();
		}
	}

	private boolean isCacheable(@Nullable Object value) {
		return value != null || this.settings.nullValues() == CacheSettings.NullValues.STORE;
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals", "NullAway" })
	private static <T> T cast(@Nullable Object value) {
		return (T) value;
	}

}

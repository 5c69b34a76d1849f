package io.cachebridge.core;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A cache over a tier in this process and a backend.
 * <p>
 * After {@code put}, {@code evict} and {@code clear} return, no read on this node returns
 * an older value, and other nodes have been told. The result of a load that began before
 * one of them is given to those who wait for it and kept nowhere. {@code putIfAbsent},
 * {@code evictIfPresent} and {@code invalidate} act at once and answer truthfully. With
 * {@link CacheSettings.Transaction#AFTER_COMMIT} the former wait for the commit of the
 * transaction of their thread, and until then their keys count as absent inside it; what
 * {@code evictIfPresent} and {@code invalidate} have removed is then removed again.
 * <p>
 * With {@link RemoteSettings.Write#ASYNC} {@code put}, {@code putAll} and {@code evict}
 * do not wait for the store: the former holds for this node, and other nodes are told
 * once the store has acknowledged. If it does not, callers are not told, and the write is
 * made up for.
 * <p>
 * Keys may be of any type and not {@code null}; values may be {@code null}. A store that
 * fails is not noticed by callers, unless the cache is set to
 * {@link CacheSettings.OnError#THROW}: values count as absent and writes are skipped and
 * counted. The exception is {@code putIfAbsent}, which throws when it cannot keep its
 * word.
 */
public final class CacheBridgeCache implements CacheBridgeOperations {

	private final String name;

	private final CacheSettings settings;

	private final CacheParts parts;

	private final Loading loading;

	private final CacheReads reads;

	private final Writes writes;

	private final CacheObserver observer;

	private final BatchCalls batches;

	private final CacheEar ear;

	CacheBridgeCache(String name, CacheSettings settings, CacheParts parts) {
		this.name = name;
		this.settings = settings;
		this.parts = parts;
		this.observer = parts.observer();
		this.loading = Loading.of(name, settings, parts);
		this.reads = new CacheReads(this, this.loading, this.observer);
		this.writes = new Writes(parts);
		this.batches = new BatchCalls(this.loading.tiers(), this.writes, this.loading.loads(), settings);
		this.ear = new CacheEar(parts);
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
		return this.observer.statistics((this.parts.local() != null) ? this.parts.local().evictions() : 0,
				(this.parts.local() != null) ? this.parts.local().size() : 0, this.parts.tiers().pending(),
				this.parts.tiers().queued(), this.loading.bounded().underWay().statistics());
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		return this.reads.get(key);
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
		return this.reads.get(key, valueLoader);
	}

	@Override
	public <T> @Nullable T getOrLoad(Object key, CacheLoader<T> loader) {
		return this.reads.getOrLoad(key, loader);
	}

	@Override
	public @Nullable CompletableFuture<?> retrieve(Object key) {
		return this.reads.retrieve(key);
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		return this.reads.retrieve(key, valueLoader);
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		EntryKey entryKey = EntryKey.of(key);
		InvocationScope scope = InvocationScope.current();
		InvocationScope.Miss miss = (scope != null) ? scope.fillOf(this.name, entryKey.name()) : null;
		if (scope != null && miss != null) {
			if (!scope.isFollowing()) {
				this.loading.loads().store(entryKey, miss.lease(), value, scope.advice());
			}
		}
		else if (!isCacheable(value) || !InvocationScope.adviceOf(scope).isStored()
				|| (scope != null && isOvertaken(entryKey, scope))) {
			this.writes.evict(entryKey);
		}
		else {
			this.writes.put(entryKey, value, InvocationScope.adviceOf(scope).terms());
		}
	}

	private boolean isOvertaken(EntryKey key, InvocationScope scope) {
		return this.parts.log().isRaisedSince(key.name(), scope.advice().tags(), scope.ticket());
	}

	@Override
	public void put(Object key, @Nullable Object value, Set<String> tags) {
		put(EntryKey.of(key), value, Terms.tagged(Tags.require(tags)));
	}

	@Override
	public void put(Object key, @Nullable Object value, Duration timeToLive) {
		Assert.isTrue(LoadAdvice.isPositive(timeToLive), () -> "'timeToLive' must be positive but was " + timeToLive);
		put(EntryKey.of(key), value, Terms.living(timeToLive));
	}

	private void put(EntryKey entryKey, @Nullable Object value, Terms terms) {
		if (isCacheable(value)) {
			this.writes.put(entryKey, value, terms);
		}
		else {
			this.writes.evict(entryKey);
		}
	}

	@Override
	public <K, V> Map<K, @Nullable V> getAll(Collection<? extends K> keys) {
		return this.batches.getAll(keys);
	}

	@Override
	public void putAll(Map<?, ?> entries) {
		this.batches.putAll(entries);
	}

	@Override
	public boolean contains(Object key) {
		return this.loading.tiers().contains(EntryKey.of(key));
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.parts.keyNames().startingWith(prefix);
	}

	@Override
	public void expire(Object key) {
		EntryKey entryKey = EntryKey.of(key);
		this.writes.expire(entryKey);
		this.loading.failSafe().wake(entryKey);
	}

	@Override
	public long increment(Object key, long delta) {
		return increment(key, delta, this.settings.timeToLive());
	}

	@Override
	public long increment(Object key, long delta, Duration timeToLive) {
		Assert.isTrue(!timeToLive.isNegative(), () -> "'timeToLive' must not be negative but was " + timeToLive);
		return this.parts.counters().add(EntryKey.of(key), delta, timeToLive);
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		EntryKey entryKey = EntryKey.of(key);
		if (!isCacheable(value)) {
			return this.loading.tiers().look(entryKey).hit();
		}
		ValueWrapper existing = this.loading.tiers().putIfAbsent(entryKey, value);
		if (existing == null) {
			this.observer.put(key);
		}
		return existing;
	}

	@Override
	public void evict(Object key) {
		this.writes.evict(EntryKey.of(key));
	}

	@Override
	public boolean evictIfPresent(Object key) {
		return this.writes.evictIfPresent(EntryKey.of(key));
	}

	@Override
	public void clear() {
		this.writes.clear();
	}

	/**
	 * Copies the values of this cache out of its store, and into it.
	 * @return the dump
	 * @throws UnsupportedOperationException if this cache is held in this process alone,
	 * where values are no bytes
	 */
	public CacheDump dump() {
		CacheDump dump = this.parts.dump();
		if (dump == null) {
			throw new UnsupportedOperationException(
					"Cache '%s' is held in this process alone and has nothing to dump".formatted(this.name));
		}
		return dump;
	}

	@Override
	public void evictByTag(String tag) {
		this.writes.evictByTag(tag);
	}

	/**
	 * Removes all values at once. Unlike {@link #clear()}, which costs one write, this
	 * looks through the keys of the store to answer.
	 * @return whether there was any value that could have been served; {@code false}
	 * where the store cannot list its keys
	 */
	@Override
	public boolean invalidate() {
		return this.writes.invalidate();
	}

	Lookup lookAgain(EntryKey key, LoadAdvice advice) {
		return this.loading.loads().look(key, advice);
	}

	boolean isRemote() {
		return this.loading.tiers().isRemote();
	}

	FailSafe failSafe() {
		return this.loading.failSafe();
	}

	boolean sharesLoads() {
		return this.settings.singleFlight() != CacheSettings.SingleFlight.NONE;
	}

	BoundedLoads bounded() {
		return this.loading.bounded();
	}

	Flights flights() {
		return this.loading.flights();
	}

	CacheObserver observer() {
		return this.observer;
	}

	CacheEar ear() {
		return this.ear;
	}

	void announceCreation() {
		this.observer.created(this);
	}

	void abandon(EntryKey key, Lookup lease) {
		this.loading.loads().abandon(key, lease);
	}

	void abandon(EntryKey key, Lookup lease, Throwable failure) {
		this.loading.loads().abandon(key, lease, failure);
	}

	// Nobody waits any more for another caller's look into a store that is left alone
	void leaveLeaders() {
		this.loading.flights().leaveLeaders();
	}

	// Makes up for writes that the store has not acknowledged; whether none is left
	boolean recover(BooleanSupplier goesOn) {
		return this.parts.tiers().recover(goesOn);
	}

	void keepWarm() {
		if (this.loading.refreshes() != null) {
			this.loading.refreshes().keepWarmNow();
		}
	}

	void removeOutdated() {
		if (this.parts.local() != null) {
			this.parts.local().removeOutdated();
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

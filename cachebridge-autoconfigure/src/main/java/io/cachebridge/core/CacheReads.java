package io.cachebridge.core;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.util.Assert;

/**
 * The reads that callers make of one cache, with and without a load that follows a miss.
 */
final class CacheReads {

	private final CacheBridgeCache cache;

	private final LoadingTiers tiers;

	private final CacheObserver observer;

	private final Loads loads;

	private final AsyncLoads asyncLoads;

	private final @Nullable Refreshes refreshes;

	CacheReads(CacheBridgeCache cache, Loading loading, CacheObserver observer) {
		this.cache = cache;
		this.tiers = loading.tiers();
		this.observer = observer;
		this.loads = loading.loads();
		this.asyncLoads = loading.asyncLoads();
		this.refreshes = loading.refreshes();
	}

	@Nullable ValueWrapper get(Object key) {
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
			Lookup lookup = this.loads.lookAndLease(key, scope.advice());
			if (lookup.hit() == null) {
				scope.missed(this.cache, key, lookup);
			}
			return lookup;
		}
		Lookup lookup = this.tiers.look(key);
		this.loads.observe(key, lookup);
		return lookup;
	}

	<T> @Nullable T get(Object key, Callable<T> valueLoader) {
		return (this.refreshes == null) ? find(key, valueLoader)
				: this.refreshes.offering(key, () -> find(key, valueLoader));
	}

	private <T> @Nullable T find(Object key, Callable<T> valueLoader) {
		LocalEntry entry = local(key);
		return (entry != null) ? cast(entry.get())
				: load(key, valueLoader, InvocationScope.adviceOf(InvocationScope.current()));
	}

	<T> @Nullable T getOrLoad(Object key, CacheLoader<T> loader) {
		return (this.refreshes == null) ? find(key, loader) : this.refreshes.offering(key, () -> find(key, loader));
	}

	private <T> @Nullable T find(Object key, CacheLoader<T> loader) {
		LocalEntry entry = local(key);
		if (entry != null) {
			return cast(entry.get());
		}
		ContextualLoad<T> load = new ContextualLoad<>(key, loader);
		return load(key, load, load);
	}

	private <T> @Nullable T load(Object key, Callable<T> valueLoader, LoadAdvice advice) {
		LoaderCall<T> call = new LoaderCall<>(valueLoader);
		try {
			return cast(this.loads.load(EntryKey.of(key), call, advice));
		}
		catch (Exception ex) {
			throw call.failed(key, ex);
		}
	}

	@Nullable CompletableFuture<?> retrieve(Object key) {
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

	<T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		return (this.refreshes == null) ? find(key, valueLoader)
				: cast(this.refreshes.offering(key, () -> find(key, valueLoader)));
	}

	private <T> CompletableFuture<T> find(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		LocalEntry entry = local(key);
		if (entry != null) {
			return CompletableFuture.completedFuture(cast(entry.get()));
		}
		return cast(this.asyncLoads.load(EntryKey.of(key),
				new AsyncLoads.Request(valueLoader, InvocationScope.adviceOf(InvocationScope.current()))));
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals", "NullAway" })
	private static <T> T cast(@Nullable Object value) {
		return (T) value;
	}

}

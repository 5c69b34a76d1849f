package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.CacheBackendException;

/**
 * Counts what one cache does, tells the listeners, and warns once per cause.
 */
final class CacheObserver {

	private static final Log logger = LogFactory.getLog(CacheBridgeCache.class);

	private static final int MAXIMUM_WARNINGS = 100;

	private final String cache;

	private final List<CacheEventListener> listeners;

	/** Most listen to other things, and a local hit has no time to tell them. */
	private final List<CacheEventListener> hitListeners;

	private final Set<String> warnings = ConcurrentHashMap.newKeySet();

	private final LongAdder localHits = new LongAdder();

	private final LongAdder remoteHits = new LongAdder();

	private final LongAdder misses = new LongAdder();

	private final LongAdder loads = new LongAdder();

	private final LongAdder loadFailures = new LongAdder();

	private final LongAdder staleServed = new LongAdder();

	private final LongAdder refreshes = new LongAdder();

	private final LongAdder loadNanos = new LongAdder();

	private final LongAdder puts = new LongAdder();

	private final LongAdder evicts = new LongAdder();

	private final LongAdder invalidations = new LongAdder();

	private final LongAdder refusedFills = new LongAdder();

	private final LongAdder unreadable = new LongAdder();

	private final Map<RejectionCause, Long> rejectedValues = new ConcurrentHashMap<>();

	private final LongAdder backendFailures = new LongAdder();

	private final LongAdder untold = new LongAdder();

	private final LongAdder queueFull = new LongAdder();

	CacheObserver(String cache, List<CacheEventListener> listeners) {
		this.cache = cache;
		this.listeners = List.copyOf(listeners);
		this.hitListeners = listeners.stream().filter(CacheObserver::listensToHits).toList();
	}

	private static boolean listensToHits(CacheEventListener listener) {
		try {
			return listener.getClass()
				.getMethod("onHit", String.class, Object.class, CacheTier.class)
				.getDeclaringClass() != CacheEventListener.class;
		}
		catch (NoSuchMethodException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void created(CacheBridgeCache created) {
		tell((listener) -> listener.onCacheCreated(created));
	}

	void localHit(Object key) {
		this.localHits.increment();
		if (!this.hitListeners.isEmpty()) {
			tell(this.hitListeners, (listener) -> listener.onHit(this.cache, key, CacheTier.LOCAL));
		}
	}

	void remoteHit(Object key) {
		this.remoteHits.increment();
		tell(this.hitListeners, (listener) -> listener.onHit(this.cache, key, CacheTier.REMOTE));
	}

	void miss(Object key) {
		this.misses.increment();
		tell((listener) -> listener.onMiss(this.cache, key));
	}

	void loaded(Object key, long nanos) {
		this.loads.increment();
		this.loadNanos.add(nanos);
		tell((listener) -> listener.onLoad(this.cache, key, Duration.ofNanos(nanos)));
	}

	void loadFailed(Object key, long nanos, Throwable failure) {
		this.loadFailures.increment();
		this.loadNanos.add(nanos);
		tell((listener) -> listener.onLoadFailure(this.cache, key, failure));
	}

	void staleServed(Object key) {
		this.staleServed.increment();
		tell((listener) -> listener.onStaleServed(this.cache, key));
	}

	void refreshed(Object key) {
		this.refreshes.increment();
		tell((listener) -> listener.onRefresh(this.cache, key));
	}

	void put(Object key) {
		this.puts.increment();
		tell((listener) -> listener.onPut(this.cache, key));
	}

	void evicted(Object key) {
		this.evicts.increment();
		tell((listener) -> listener.onEvict(this.cache, key));
	}

	void cleared() {
		this.evicts.increment();
		tell((listener) -> listener.onClear(this.cache));
	}

	void tagEvicted(String tag) {
		this.evicts.increment();
		tell((listener) -> listener.onEvictByTag(this.cache, tag));
	}

	void invalidated(@Nullable String keyName) {
		this.invalidations.increment();
		tell((listener) -> listener.onInvalidation(this.cache, keyName));
	}

	void fillRefused(Object key) {
		this.refusedFills.increment();
		tell((listener) -> listener.onFillRefused(this.cache, key));
	}

	void unreadable(Object key, Exception cause) {
		this.unreadable.increment();
		warnOnce("unreadable " + cause.getMessage(),
				"Cache '%s' holds a record that cannot be read and counts as absent".formatted(this.cache), cause);
		tell((listener) -> listener.onUnreadable(this.cache, key, cause));
	}

	void valueRejected(Object key, @Nullable Object value, Exception cause) {
		RejectionCause reason = UnstorableException.causeOf(cause);
		this.rejectedValues.merge(reason, 1L, Long::sum);
		String type = (value != null) ? value.getClass().getName() : "null";
		// What a codec cannot write is a matter of the type
		warnOnce("rejected " + reason + ((reason == RejectionCause.CODEC) ? type : ""),
				"Cache '%s' cannot store a value of %s; such values are returned and not cached".formatted(this.cache,
						type),
				cause);
		tell((listener) -> listener.onRejectedValue(this.cache, key, cause));
	}

	void backendFailed(String backend, String operation, Exception cause) {
		this.backendFailures.increment();
		if (!(cause instanceof CacheBackendException backendFailure) || !backendFailure.isRetryable()) {
			warnOnce("backend " + operation + cause.getClass().getName(),
					"Backend '%s' failed in %s for cache '%s'".formatted(backend, operation, this.cache), cause);
		}
		tell((listener) -> listener.onBackendFailure(this.cache, backend, operation, cause));
	}

	void backendReported(String backend, BackendStatistics statistics) {
		tell((listener) -> listener.onBackendStatistics(backend, statistics));
	}

	void pruned(String backend, long records) {
		tell((listener) -> listener.onPruned(backend, records));
	}

	void circuitBreakerIs(CircuitBreakerStatus status) {
		tell((listener) -> listener.onCircuitBreaker(status));
	}

	void untold(Exception cause) {
		this.untold.increment();
		tell((listener) -> listener.onUntold(this.cache, cause));
	}

	void queueFull() {
		this.queueFull.increment();
	}

	CacheStatistics statistics(long localEvictions, long localSize, int pending, int queued, LoadStatistics loading) {
		return new CacheStatistics(this.localHits.sum(), this.remoteHits.sum(), this.misses.sum(), this.loads.sum(),
				this.loadFailures.sum(), this.staleServed.sum(), this.loadNanos.sum(), this.puts.sum(),
				this.evicts.sum(), this.invalidations.sum(), this.refusedFills.sum(), this.unreadable.sum(),
				this.rejectedValues, this.backendFailures.sum(), this.untold.sum(), localEvictions, localSize, pending,
				queued, this.queueFull.sum(), this.refreshes.sum(), loading);
	}

	private void tell(Consumer<CacheEventListener> event) {
		tell(this.listeners, event);
	}

	private void tell(List<CacheEventListener> told, Consumer<CacheEventListener> event) {
		for (CacheEventListener listener : told) {
			try {
				event.accept(listener);
			}
			catch (RuntimeException ex) {
				warnOnce("listener " + listener.getClass().getName(),
						"%s failed and is told further events".formatted(listener.getClass().getName()), ex);
			}
		}
	}

	private void warnOnce(String cause, String message, Exception detail) {
		if (this.warnings.size() < MAXIMUM_WARNINGS && this.warnings.add(cause)) {
			logger.warn(message + ": " + detail.getMessage());
			logger.debug(message, detail);
		}
	}

}

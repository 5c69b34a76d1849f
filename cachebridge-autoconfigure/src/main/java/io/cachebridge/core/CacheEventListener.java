package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendStatistics;

/**
 * Is told what caches do. A bean of this type is told of all caches. Called on the thread
 * that does it, so methods return quickly; what they throw is logged and goes no further.
 */
public interface CacheEventListener {

	/**
	 * A cache was created.
	 * @param cache the cache
	 */
	default void onCacheCreated(CacheBridgeCache cache) {
	}

	/**
	 * A value was found.
	 * @param cache the name of the cache
	 * @param key the key
	 * @param tier where it was found
	 */
	default void onHit(String cache, Object key, CacheTier tier) {
	}

	/**
	 * No value was found.
	 * @param cache the name of the cache
	 * @param key the key
	 */
	default void onMiss(String cache, Object key) {
	}

	/**
	 * A value was loaded from the source.
	 * @param cache the name of the cache
	 * @param key the key
	 * @param time how long it took
	 */
	default void onLoad(String cache, Object key, Duration time) {
	}

	/**
	 * The source failed; the caller is given the failure unless there is a value to serve
	 * in its place.
	 * @param cache the name of the cache
	 * @param key the key
	 * @param failure what it threw
	 */
	default void onLoadFailure(String cache, Object key, Throwable failure) {
	}

	/**
	 * A value was served beyond its time-to-live, because its load has failed.
	 * @param cache the name of the cache
	 * @param key the key
	 */
	default void onStaleServed(String cache, Object key) {
	}

	/**
	 * A value is loaded anew in the background before its time-to-live is over.
	 * @param cache the name of the cache
	 * @param key the key
	 */
	default void onRefresh(String cache, Object key) {
	}

	/**
	 * A value was put by the application.
	 * @param cache the name of the cache
	 * @param key the key
	 */
	default void onPut(String cache, Object key) {
	}

	/**
	 * A key was evicted on this node.
	 * @param cache the name of the cache
	 * @param key the key
	 */
	default void onEvict(String cache, Object key) {
	}

	/**
	 * A cache was cleared on this node.
	 * @param cache the name of the cache
	 */
	default void onClear(String cache) {
	}

	/**
	 * The values that have a tag were evicted on this node.
	 * @param cache the name of the cache
	 * @param tag the tag
	 */
	default void onEvictByTag(String cache, String tag) {
	}

	/**
	 * Another node told of a change.
	 * @param cache the name of the cache
	 * @param keyName the name of the key, {@code null} for all keys or those that have a
	 * tag
	 */
	default void onInvalidation(String cache, @Nullable String keyName) {
	}

	/**
	 * The result of a load was not stored, because its key was touched meanwhile.
	 * @param cache the name of the cache
	 * @param key the key
	 */
	default void onFillRefused(String cache, Object key) {
	}

	/**
	 * A record was found and cannot be read. It counts as absent.
	 * @param cache the name of the cache
	 * @param key the key
	 * @param cause why
	 */
	default void onUnreadable(String cache, Object key, Exception cause) {
	}

	/**
	 * A value cannot be stored. It was given to the caller and is not cached.
	 * @param cache the name of the cache
	 * @param key the key
	 * @param cause why
	 */
	default void onRejectedValue(String cache, Object key, Exception cause) {
	}

	/**
	 * An operation of a backend failed.
	 * @param cache the name of the cache
	 * @param backend the name of the backend
	 * @param operation the operation
	 * @param cause why
	 */
	default void onBackendFailure(String cache, String backend, String operation, Exception cause) {
	}

	/**
	 * A store told how much it holds, as it is asked to every half minute as long as a
	 * cache of this node keeps records in it.
	 * @param backend the name of the backend
	 * @param statistics what is known now, often nothing
	 */
	default void onBackendStatistics(String backend, BackendStatistics statistics) {
	}

	/**
	 * This node had a store remove records that had expired, or were too many or too old.
	 * @param backend the name of the backend
	 * @param records how many, never zero
	 */
	default void onPruned(String backend, long records) {
	}

	/**
	 * The circuit breaker of a backend was created, which is closed, or has changed its
	 * state. Told by whoever was calling the backend, one change at a time: must not wait
	 * for another thread that writes to the cache.
	 * @param status its state
	 */
	default void onCircuitBreaker(CircuitBreakerStatus status) {
	}

	/**
	 * Other nodes could not be told of a change.
	 * @param cache the name of the cache
	 * @param cause why
	 */
	default void onUntold(String cache, Exception cause) {
	}

}

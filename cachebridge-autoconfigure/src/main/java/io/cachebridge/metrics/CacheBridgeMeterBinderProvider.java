package io.cachebridge.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;

import io.cachebridge.core.CacheBridgeCache;

/**
 * Tells Spring Boot how a cache is measured, and remembers which ones are.
 */
final class CacheBridgeMeterBinderProvider implements CacheMeterBinderProvider<CacheBridgeCache> {

	private final Set<CacheBridgeCache> measured = ConcurrentHashMap.newKeySet();

	@Override
	public MeterBinder getMeterBinder(CacheBridgeCache cache, Iterable<Tag> tags) {
		this.measured.add(cache);
		return new CacheBridgeMeterBinder(cache, tags);
	}

	/**
	 * Marks a cache as measured.
	 * @param cache the cache
	 * @return whether it was not before, so that the caller is the one to measure it
	 */
	boolean claim(CacheBridgeCache cache) {
		return this.measured.add(cache);
	}

}

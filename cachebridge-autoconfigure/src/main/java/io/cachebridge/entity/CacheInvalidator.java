package io.cachebridge.entity;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

import io.cachebridge.core.CacheBridgeCache;

/**
 * Removes values from caches. Whatever a cache throws goes no further than the log: the
 * entity has changed already, and whoever changed it can do nothing about the cache.
 */
final class CacheInvalidator {

	private static final Log logger = LogFactory.getLog(CacheInvalidator.class);

	private final Supplier<? extends CacheManager> manager;

	private final Set<String> failing = ConcurrentHashMap.newKeySet();

	/**
	 * Creates an invalidator.
	 * @param manager the manager, asked for when it is first needed
	 */
	CacheInvalidator(Supplier<? extends CacheManager> manager) {
		this.manager = manager;
	}

	void apply(Invalidation invalidation) {
		Invalidation.Targets targets = invalidation.targets();
		for (String cache : invalidation.caches()) {
			if (targets == null) {
				attempt(cache, Cache::clear);
			}
			else {
				targets.keys().forEach((key) -> attempt(cache, (found) -> found.evict(key)));
				targets.tags().forEach((tag) -> attempt(cache, (found) -> evictByTag(found, tag)));
			}
		}
	}

	// What stands in for ours, as in a test, knows no tags: too much is right there
	private static void evictByTag(Cache cache, String tag) {
		if (cache instanceof CacheBridgeCache ours) {
			ours.evictByTag(tag);
		}
		else {
			cache.clear();
		}
	}

	// The manager itself warns of a cache that must not exist
	private void attempt(String name, Consumer<Cache> action) {
		try {
			Cache cache = this.manager.get().getCache(name);
			if (cache != null) {
				action.accept(cache);
				this.failing.remove(name);
			}
		}
		catch (RuntimeException ex) {
			String message = "Cache '%s' could not be told of a changed entity and may serve the old value"
				.formatted(name);
			if (this.failing.add(name)) {
				logger.warn(message, ex);
			}
			else {
				logger.debug(message, ex);
			}
		}
	}

}

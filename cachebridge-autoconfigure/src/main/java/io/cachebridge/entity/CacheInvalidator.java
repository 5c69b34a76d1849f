package io.cachebridge.entity;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

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
		Set<Object> keys = invalidation.keys();
		for (String cache : invalidation.caches()) {
			if (keys == null) {
				attempt(cache, Cache::clear);
			}
			else {
				keys.forEach((key) -> attempt(cache, (target) -> target.evict(key)));
			}
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

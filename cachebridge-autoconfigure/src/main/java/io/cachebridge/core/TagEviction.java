package io.cachebridge.core;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;

/**
 * What one {@link EvictTags @EvictTags} says.
 *
 * @param tags tell the tags
 * @param cacheNames the names of the caches
 * @param condition tells whether to evict, {@code null} for always
 * @param beforeInvocation whether to evict before the method runs
 * @param place the annotation and the method, for messages
 */
record TagEviction(TagExpressions tags, List<String> cacheNames, @Nullable MethodExpression condition,
		boolean beforeInvocation, String place) {

	boolean isDue(EvaluationContext context) {
		return this.condition == null || this.condition.holds(context);
	}

	List<CacheBridgeCache> caches(CacheBridgeCacheManager manager) {
		return this.cacheNames.stream().map((name) -> cache(name, manager)).toList();
	}

	private CacheBridgeCache cache(String name, CacheBridgeCacheManager manager) {
		CacheBridgeCache cache = manager.getCache(name);
		if (cache == null) {
			throw new IllegalStateException("%s names the cache '%s', but there is only %s. Configure '%s.%s'."
				.formatted(this.place, name, manager.getCacheNames(), "cachebridge.caches", name));
		}
		return cache;
	}

}

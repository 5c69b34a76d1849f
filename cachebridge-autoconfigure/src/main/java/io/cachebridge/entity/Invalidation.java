package io.cachebridge.entity;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is to be removed from caches.
 *
 * @param caches the names of the caches
 * @param targets what to evict, {@code null} to clear
 */
record Invalidation(List<String> caches, @Nullable Targets targets) {

	/**
	 * What to evict.
	 *
	 * @param keys the keys
	 * @param tags the tags
	 */
	record Targets(Set<Object> keys, Set<String> tags) {

	}

}

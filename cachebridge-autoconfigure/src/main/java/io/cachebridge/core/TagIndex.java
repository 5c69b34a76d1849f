package io.cachebridge.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Knows which keys that are held in this process have a tag. May name a key that has lost
 * the tag, never the reverse.
 */
final class TagIndex {

	private final ConcurrentMap<String, Set<Object>> keys = new ConcurrentHashMap<>();

	void add(Object key, Set<String> tags) {
		for (String tag : tags) {
			this.keys.compute(tag, (same, present) -> {
				Set<Object> named = (present != null) ? present : ConcurrentHashMap.newKeySet();
				named.add(key);
				return named;
			});
		}
	}

	void remove(Object key, Set<String> tags) {
		for (String tag : tags) {
			this.keys.computeIfPresent(tag, (same, named) -> {
				named.remove(key);
				return named.isEmpty() ? null : named;
			});
		}
	}

	Set<Object> of(String tag) {
		Set<Object> named = this.keys.get(tag);
		return (named != null) ? Set.copyOf(named) : Set.of();
	}

	boolean isEmpty() {
		return this.keys.isEmpty();
	}

}

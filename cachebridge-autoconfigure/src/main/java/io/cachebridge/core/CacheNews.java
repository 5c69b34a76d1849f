package io.cachebridge.core;

/**
 * What a message says about a cache.
 *
 * @param cache the name of the cache; empty for all caches
 * @param name the name of the key or tag; empty if the message is about neither
 * @param stored whether the store has acknowledged the change; if not, whoever hears of
 * it must not take what the store holds for true
 */
record CacheNews(String cache, String name, boolean stored) {

	/** What a message says that is not about a cache. */
	static final CacheNews NONE = new CacheNews("", "", true);

}

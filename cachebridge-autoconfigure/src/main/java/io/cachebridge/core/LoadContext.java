package io.cachebridge.core;

/**
 * Says of one load how its result is to be stored. For the thread that loads, and only as
 * long as it does.
 */
public interface LoadContext {

	/**
	 * Returns the key that is loaded.
	 * @return the key
	 */
	Object key();

	/**
	 * Gives the result tags, in addition to those it has already.
	 * @param tags the tags, each not empty and without control characters; 100 at most
	 * @throws IllegalArgumentException if one of them cannot be a tag
	 * @see CacheBridgeCache#evictByTag(String)
	 */
	void tags(String... tags);

	/**
	 * Returns the result to the caller, and to those who wait for this load, without
	 * storing it.
	 */
	void skip();

}

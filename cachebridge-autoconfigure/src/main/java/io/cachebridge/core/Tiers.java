package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * Where the values of one cache are, and the order of steps that keeps all places in
 * agreement.
 */
interface Tiers {

	/**
	 * Looks into this process only.
	 * @param key the key as the caller gave it
	 * @return the entry, or {@code null}
	 */
	@Nullable LocalEntry local(Object key);

	/**
	 * Tells whether the other methods wait for a store.
	 * @return {@code true} if they may block
	 */
	boolean isRemote();

	/**
	 * Looks into all tiers.
	 * @param key the key
	 * @return what was found
	 */
	Lookup look(EntryKey key);

	/**
	 * Makes sure that the load which follows a miss may be stored.
	 * @param key the key
	 * @param miss the miss
	 * @return the miss, leased; or a hit that appeared meanwhile
	 */
	Lookup lease(EntryKey key, Lookup miss);

	/**
	 * Stores the result of a load, unless its key was touched since it began.
	 * @param key the key
	 * @param lease the leased miss
	 * @param value the value
	 */
	void fill(EntryKey key, Lookup lease, @Nullable Object value);

	/**
	 * Stores a value whatever was there before.
	 * @param key the key
	 * @param value the value
	 */
	void put(EntryKey key, @Nullable Object value);

	/**
	 * Stores a value if there is none.
	 * @param key the key
	 * @param value the value
	 * @return what is there, or {@code null} if the value was stored
	 */
	@Nullable ValueWrapper putIfAbsent(EntryKey key, @Nullable Object value);

	/**
	 * Removes a value.
	 * @param key the key
	 */
	void evict(EntryKey key);

	/**
	 * Removes a value.
	 * @param key the key
	 * @return whether one was there that could have been served
	 */
	boolean evictIfPresent(EntryKey key);

	/**
	 * Removes all values.
	 */
	void clear();

	/**
	 * Tells whether there is a value that could be served.
	 * @return {@code true} if one is known
	 */
	boolean hasEntries();

	/**
	 * Another node has changed a key.
	 * @param keyName the name of the key
	 */
	void invalidated(String keyName);

	/**
	 * Another node has cleared the cache.
	 */
	void allInvalidated();

	/**
	 * What this process holds may be old, although nothing is known to have changed.
	 */
	void suspected();

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * Where the values of one cache are looked for, and the results of loads are kept.
 */
interface LoadingTiers {

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
	 * Tells whether the load that follows a miss may be shared with other callers.
	 * @param key the key
	 * @return {@code false} if it may bring what others must not see, or they what this
	 * caller must not be given
	 */
	default boolean sharesLoad(EntryKey key) {
		return true;
	}

	/**
	 * Tells whether the load that this thread is about to begin brings a value anew that
	 * may still be there.
	 * @param key the key
	 * @return {@code true} if it counts as missing for this thread only
	 */
	default boolean loadsAhead(EntryKey key) {
		return false;
	}

	/**
	 * Prepares a look for another thread.
	 * @param <T> the type of the result
	 * @param look looks into the tiers
	 * @return the same look, on behalf of the caller
	 */
	default <T> Supplier<T> carry(Supplier<T> look) {
		return look;
	}

	/**
	 * Looks into all tiers.
	 * @param key the key
	 * @return what was found
	 */
	Lookup look(EntryKey key);

	/**
	 * Looks into all tiers for several keys, with as few calls of a store as it takes.
	 * @param keys the keys
	 * @return what was found of each
	 */
	default Map<EntryKey, Lookup> lookAll(Collection<EntryKey> keys) {
		Map<EntryKey, Lookup> found = new HashMap<>();
		keys.forEach((key) -> found.put(key, look(key)));
		return found;
	}

	/**
	 * Tells whether there is a value that could be served. Does not decode it if that can
	 * be avoided.
	 * @param key the key
	 * @return {@code true} if one is known
	 */
	default boolean contains(EntryKey key) {
		return look(key).hit() != null;
	}

	/**
	 * Makes sure that the load which follows a miss may be stored.
	 * @param key the key
	 * @param miss the miss
	 * @param advice what is known of the load
	 * @return the miss, leased; or a hit that appeared meanwhile
	 */
	Lookup lease(EntryKey key, Lookup miss, LoadAdvice advice);

	/**
	 * Stores the result of a load, unless its key was touched since it began.
	 * @param key the key
	 * @param lease the leased miss
	 * @param value the value
	 * @param terms what is said of it
	 */
	void fill(EntryKey key, Lookup lease, @Nullable Object value, Terms terms);

	/**
	 * Looks past the copies in this process of what a store holds.
	 * @param key the key
	 * @return what was found
	 */
	default Lookup lookBehindCopies(EntryKey key) {
		return look(key);
	}

	/**
	 * Prepares to load a value anew that is still there.
	 * @param key the key
	 * @param due the miss in the place of that value, with what the store holds
	 * @param advice what is known of the load
	 * @param claim how long other nodes leave the key alone at most
	 * @return the miss, leased; a hit if another node is at it or the store does not
	 * answer
	 */
	default Lookup leaseAhead(EntryKey key, Lookup due, LoadAdvice advice, Duration claim) {
		return due;
	}

	/**
	 * What was prepared by {@link #leaseAhead} is over, however it ended.
	 * @param key the key
	 */
	default void endAhead(EntryKey key) {
	}

	/**
	 * Looks for what may be served although its time-to-live is over, for want of a later
	 * value. Never what this node knows to be invalid.
	 * @param key the key
	 * @param miss the miss whose load has failed
	 * @param oldest how old it must not be
	 * @return the value, or {@code null} if there is none
	 */
	default @Nullable LastValue stale(EntryKey key, Lookup miss, Duration oldest) {
		return null;
	}

	/**
	 * Looks for what a loader may ask its source about: whether it has changed.
	 * @param key the key
	 * @param lease the leased miss
	 * @param oldest how old the value may be
	 * @return the value, or {@code null} if none is kept
	 */
	default @Nullable LastValue last(EntryKey key, Lookup lease, Duration oldest) {
		return stale(key, lease, oldest);
	}

	/**
	 * The source has answered in a way that is not stored: what was kept for want of a
	 * later answer is not to be served any more.
	 * @param key the key
	 * @param lease the leased miss
	 */
	default void removeStale(EntryKey key, Lookup lease) {
	}

	/**
	 * A load that was leased brought nothing to store.
	 * @param key the key
	 * @param lease the leased miss
	 */
	default void abandon(EntryKey key, Lookup lease) {
	}

	/**
	 * Stores a value if there is none.
	 * @param key the key
	 * @param value the value
	 * @return what is there, or {@code null} if the value was stored
	 */
	@Nullable ValueWrapper putIfAbsent(EntryKey key, @Nullable Object value);

}

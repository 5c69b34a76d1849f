package io.cachebridge.core;

import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Version;

/**
 * Where the values of one cache are, and the order of steps that keeps all places in
 * agreement.
 */
interface Tiers extends LoadingTiers {

	/**
	 * Stores a value whatever was there before.
	 * @param key the key
	 * @param value the value
	 * @param terms what is said of it
	 */
	void put(EntryKey key, @Nullable Object value, Terms terms);

	/**
	 * Stores several values whatever was there before, with as few calls of a store as it
	 * takes.
	 * @param values the values, without tags
	 */
	default void putAll(Map<EntryKey, @Nullable Object> values) {
		values.forEach((key, value) -> put(key, value, Terms.NONE));
	}

	/**
	 * Removes a value.
	 * @param key the key
	 */
	void evict(EntryKey key);

	/**
	 * Ends the time-to-live of a value.
	 * @param key the key
	 */
	default void expire(EntryKey key) {
		evict(key);
	}

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
	 * Removes the values that have a tag.
	 * @param tag the tag
	 */
	void evictByTag(String tag);

	/**
	 * Another node has made a write or could not, which this one must then reckon with
	 * too.
	 * @param write the write
	 * @param stored whether the store has acknowledged it
	 * @param message identifies the message that tells of it
	 */
	void heardOf(PendingWrite write, boolean stored, Version message);

	/**
	 * Returns how many writes the store was asked to make and has not acknowledged.
	 * @return their number
	 */
	int pending();

	/**
	 * Returns of how many keys a write waits for its turn or is being made, of which
	 * nobody waits for the end.
	 * @return their number
	 */
	default int queued() {
		return 0;
	}

	/**
	 * Tries to make up for the writes that the store has not acknowledged.
	 * @param goesOn asked before each of them
	 * @return whether none is left
	 */
	boolean recover(BooleanSupplier goesOn);

}

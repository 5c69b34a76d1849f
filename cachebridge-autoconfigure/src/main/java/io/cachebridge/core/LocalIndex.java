package io.cachebridge.core;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that are held in this process by their names and tags, which is all that
 * messages of other nodes know of them.
 * <p>
 * It is written before the log is asked, inside the step that stores the entry, so that
 * whoever raises the log and then looks for the name or the tag cannot miss the entry.
 */
final class LocalIndex {

	private final ConcurrentMap<String, Object> keys = new ConcurrentHashMap<>();

	private final TagIndex tags = new TagIndex();

	/**
	 * Returns the key of a name.
	 * @param name the name
	 * @return the key, {@code null} if no entry has that name
	 */
	@Nullable Object named(String name) {
		return this.keys.get(name);
	}

	/**
	 * Returns the keys that have a tag.
	 * @param tag the tag
	 * @return the keys, maybe with some that have lost the tag
	 */
	Set<Object> tagged(String tag) {
		return this.tags.of(tag);
	}

	/**
	 * Adds a key before it is known whether an entry will be stored for it.
	 * @param name the name of the key
	 * @param key the key
	 * @param tagged the tags that the entry would have
	 * @return the key that had the name, {@code null} if none had
	 */
	@Nullable Object add(String name, Object key, Set<String> tagged) {
		Object namesake = this.keys.put(name, key);
		this.tags.add(key, tagged);
		return namesake;
	}

	/**
	 * Takes back what was added for a key and does not belong to the entry that it has.
	 * @param name the name of the key
	 * @param key the key
	 * @param tagged the tags that were added
	 * @param before the entry it had, {@code null} if it had none
	 * @param held the entry it has, {@code null} if it has none
	 */
	void settle(String name, Object key, Set<String> tagged, @Nullable LocalEntry before, @Nullable LocalEntry held) {
		if (held == null) {
			this.keys.remove(name, key);
		}
		removeTags(key, (before != null) ? before.origin().tags() : Set.of(), held);
		removeTags(key, tagged, held);
	}

	private void removeTags(Object key, Set<String> tagged, @Nullable LocalEntry held) {
		if (tagged.isEmpty()) {
			return;
		}
		Set<String> gone = new HashSet<>(tagged);
		gone.removeAll((held != null) ? held.origin().tags() : Set.of());
		this.tags.remove(key, gone);
	}

	/**
	 * Removes a key whose entry goes, and ends the life of the entry.
	 * @param key the key
	 * @param entry the entry it had
	 */
	void remove(Object key, LocalEntry entry) {
		Set<String> tagged = entry.origin().tags();
		// Whoever does not find the name any more must not find the entry either
		entry.discard();
		this.keys.remove(entry.name(), key);
		this.tags.remove(key, tagged);
	}

}

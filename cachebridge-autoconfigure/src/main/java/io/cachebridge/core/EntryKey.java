package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.Assert;

/**
 * A key with its name. The key itself finds an entry in this process; the name stands for
 * it in stores, in messages and in the invalidation log.
 *
 * @param key the key as the caller gave it
 * @param name its name within the cache, see {@link KeyText}
 */
record EntryKey(Object key, String name) {

	/**
	 * Names a key. An array, which Java compares by identity, is taken by its elements.
	 * @param key the key as the caller gave it
	 * @return the key with its name
	 * @throws IllegalArgumentException if the key is {@code null}
	 */
	static EntryKey of(@Nullable Object key) {
		Assert.notNull(key, "'key' must not be null");
		Object comparable = key.getClass().isArray() ? new SimpleKey(key) : key;
		return new EntryKey(comparable, KeyText.of(comparable));
	}

	/**
	 * Returns a key of which only the name is known. It finds nothing in this process.
	 * @param name the name
	 * @return the key
	 */
	static EntryKey named(String name) {
		return new EntryKey(name, name);
	}

}

package io.cachebridge.core;

import org.jspecify.annotations.Nullable;

/**
 * Loads a value that is in no tier.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface CacheLoader<T extends @Nullable Object> {

	/**
	 * Loads the value, on the thread of the caller.
	 * @param context what is known of this load, and how its result is to be stored
	 * @return the value, may be {@code null}
	 * @throws Exception if it cannot be loaded; the caller is given it
	 */
	T load(LoadContext context) throws Exception;

}

package io.cachebridge.core;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Knows the settings of every cache.
 */
public interface CacheSettingsSource {

	/**
	 * Returns the caches that exist from the start.
	 * @return their names
	 */
	Set<String> names();

	/**
	 * Returns the settings of a cache.
	 * @param cache its name
	 * @return its settings, or {@code null} if a cache of that name must not exist
	 */
	@Nullable CacheSettings find(String cache);

}

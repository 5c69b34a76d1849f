package io.cachebridge.spi;

/**
 * Finds backends by name.
 */
@FunctionalInterface
public interface BackendLookup {

	/**
	 * Returns the one backend of that name, created now if it was not before.
	 * @param name a type or the name of an instance
	 * @return the backend; its owner closes it
	 * @throws IllegalArgumentException if there is none of that name; the message names
	 * those there are
	 */
	CacheBackend get(String name);

}

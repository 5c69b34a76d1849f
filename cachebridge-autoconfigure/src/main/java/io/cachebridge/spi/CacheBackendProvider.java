package io.cachebridge.spi;

import java.util.List;
import java.util.Set;

/**
 * Creates the backends of one type of store, each when a cache first names it, so that a
 * store that no cache uses is never connected. A bean of this type makes its names
 * available to {@code cachebridge.*.backend}.
 */
public interface CacheBackendProvider {

	/**
	 * Returns the type of store, as in {@code backend: redis}.
	 * @return the type: lower-case letters, digits and hyphens
	 */
	String type();

	/**
	 * Returns the names that {@link #create} accepts: the type itself and the named
	 * instances of it.
	 * @return the names
	 */
	default Set<String> names() {
		return Set.of(type());
	}

	/**
	 * Tells which others a backend is composed of. They are pruned by themselves, each at
	 * its own interval. Whoever carries messages for the one that decides what is stored
	 * can do so for the whole, and so can one of the others that is
	 * {@link Capability#REMOTE}.
	 * @param name one of {@link #names()}
	 * @return names of backends, the one that decides what is stored first; empty if it
	 * stands for itself
	 */
	default List<String> parts(String name) {
		return List.of();
	}

	/**
	 * Creates a backend. Must not fail because the store is away: operations do, until it
	 * is back. The caller keeps the backend for as long as the application runs, and
	 * closes it.
	 * @param name one of {@link #names()}
	 * @param others gives access to other backends, for those that are composed
	 * @return the backend
	 * @throws IllegalArgumentException if it cannot be created as it is configured; the
	 * message names property and value and says what to do
	 */
	CacheBackend create(String name, BackendLookup others);

	/**
	 * Tells when a backend that fails is no longer called.
	 * @param name one of {@link #names()}
	 * @return the settings of its circuit breaker
	 * @throws IllegalArgumentException if they cannot be used; the message names property
	 * and value and says what to do
	 */
	default CircuitBreakerSettings circuitBreaker(String name) {
		return CircuitBreakerSettings.DEFAULT;
	}

}

package io.cachebridge.test.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from: a load, or an operation that wrote it.
 */
interface Origin {

	/**
	 * Tells whether the value is older than an invalidation, so that nobody who knows of
	 * the invalidation may be given it: a load that began before the invalidation took
	 * effect in the store, or a write that took effect before it did or returned before
	 * it began. One that the store did not acknowledge counts from its beginning.
	 * @param invalidation the invalidation
	 * @return {@code true} if it is older, {@code false} if it is not or nobody can tell
	 */
	boolean isOlderThan(Operation invalidation);

	/**
	 * Returns the tag of the value.
	 * @return the tag, {@code null} if it has none
	 */
	@Nullable String tag();

}

package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Says of one load how its result is to be stored. For the thread that loads, and only as
 * long as it does.
 */
public interface LoadContext {

	/**
	 * Returns the key that is loaded.
	 * @return the key
	 */
	Object key();

	/**
	 * Gives the result tags, in addition to those it has already.
	 * @param tags the tags, each not empty and without control characters; 100 at most
	 * @throws IllegalArgumentException if one of them cannot be a tag
	 * @see CacheBridgeCache#evictByTag(String)
	 */
	void tags(String... tags);

	/**
	 * Returns the result to the caller, and to those who wait for this load, without
	 * storing it.
	 */
	void skip();

	/**
	 * Sets how long this result is served, in place of the time-to-live of the cache and
	 * that of {@code null}; it may be shorter or longer. Jitter shortens it too.
	 * @param timeToLive the time; if it is zero or less, the result is already over and
	 * is not stored, as after {@link #skip()}
	 */
	void timeToLive(Duration timeToLive);

	/**
	 * Returns the last value of the key if it is still kept, which it is for as long as
	 * {@code fail-safe} of the cache may have to serve it. Never one that this node knows
	 * to be invalid.
	 * @return the last value, {@code null} if there is none
	 */
	@Nullable StaleValue staleValue();

	/**
	 * Stores an entity tag with the result, for the next load to ask its source with.
	 * @param etag the entity tag, not empty, without control characters, of 1024
	 * characters at most
	 * @throws IllegalArgumentException if it is anything else
	 * @see StaleValue#etag()
	 */
	void etag(String etag);

	/**
	 * Stores with the result when it was last modified, to the millisecond, for the next
	 * load to ask its source with.
	 * @param lastModified the time, in the years 0 to 9999
	 * @throws IllegalArgumentException if it is any other time
	 * @see StaleValue#lastModified()
	 */
	void lastModified(Instant lastModified);

	/**
	 * Tells that the {@linkplain #staleValue() last value} is still right, and gives it
	 * as the result of the load, which must return it. It begins a new life, with the
	 * tags, the entity tag and the time of modification that it had, each unless the load
	 * gives it anew. One that was invalidated meanwhile is given to those who wait for
	 * this load and not stored.
	 * @param <V> the type of the value
	 * @return the value
	 * @throws IllegalStateException if there is no last value
	 */
	@SuppressWarnings("TypeParameterUnusedInFormals")
	<V extends @Nullable Object> V notModified();

	/**
	 * Ends the load as a failure: with {@code fail-safe} the last value takes its place,
	 * whatever exceptions count there. Declared to return what it throws, so that
	 * {@code throw context.fail(...)} satisfies the compiler.
	 * @param reason why it fails
	 * @return never
	 * @throws LoadFailedException always
	 */
	LoadFailedException fail(String reason);

	/**
	 * Ends the load as a failure.
	 * @param cause why it fails
	 * @return never
	 * @throws LoadFailedException always
	 * @see #fail(String)
	 */
	LoadFailedException fail(Throwable cause);

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * What {@link CacheBridgeCache} can do besides what every cache of Spring can. What it
 * promises of {@code get}, {@code put} and {@code evict} holds here too, also for each
 * key of an operation on several, which are not atomic together. Where writes wait for
 * the commit of a transaction, {@code putAll}, {@code expire} and {@code evictByTag} do
 * so too; {@code increment} acts at once.
 */
public interface CacheBridgeOperations extends Cache {

	/**
	 * Returns the value of a key, loaded if it is in no tier. The load can say how its
	 * result is to be stored; otherwise like
	 * {@link #get(Object, java.util.concurrent.Callable)}.
	 * @param <T> the type of the value
	 * @param key the key
	 * @param loader loads the value
	 * @return the value
	 * @throws ValueRetrievalException if the loader throws
	 */
	<T> @Nullable T getOrLoad(Object key, CacheLoader<T> loader);

	/**
	 * Returns the values that there are of some keys, and loads none. What is not held in
	 * this process is read in one batch, whatever the number of keys, and kept here like
	 * any value that was read. A store that fails has no values, unless callers are to
	 * notice.
	 * @param <K> the type of the keys
	 * @param <V> the type of the values
	 * @param keys the keys, none of them {@code null}
	 * @return the values by key as given, without the keys that have none; a value may be
	 * {@code null} if such are stored
	 */
	<K, V> Map<K, @Nullable V> getAll(Collection<? extends K> keys);

	/**
	 * Tells whether there is a value that could be served. Loads, decodes and counts
	 * nothing where the value is held in a store: what cannot be decoded counts as there.
	 * @param key the key
	 * @return {@code true} if there is one, {@code false} if there is none, or if the
	 * store does not answer and failures are not thrown
	 */
	boolean contains(Object key);

	/**
	 * Lists the names of the keys that have a value, lazily and page by page. A name is a
	 * text that stands for the key in stores and messages, and not the key itself: that
	 * of a text is the text (with {@code %XXXX} for percent and control characters), that
	 * of anything else begins with a tilde and its type. A key that has a value during
	 * the whole listing is listed, perhaps more than once; one that comes or goes
	 * meanwhile may be listed or not. The stream must be closed.
	 * <p>
	 * This looks through the store, which takes its time where many caches share it.
	 * @param prefix what the names begin with, empty for all
	 * @return the names, in no particular order
	 * @throws UnsupportedOperationException if the backend cannot list its keys
	 * @throws io.cachebridge.spi.CacheBackendException if the store fails, now or when
	 * the stream is read, whether callers are to notice failures or not: a part of the
	 * names would look like all
	 */
	Stream<String> keys(String prefix);

	/**
	 * Stores a value that has tags, whatever was there before.
	 * @param key the key
	 * @param value the value
	 * @param tags the tags, each not empty and without control characters; 100 at most
	 * @throws IllegalArgumentException if one of them cannot be a tag
	 */
	void put(Object key, @Nullable Object value, Set<String> tags);

	/**
	 * Stores a value that lives for a time of its own, whatever was there before. Jitter
	 * shortens that too.
	 * @param key the key
	 * @param value the value
	 * @param timeToLive how long it is served, longer or shorter than the time-to-live of
	 * the cache
	 * @throws IllegalArgumentException if the time is not positive
	 */
	void put(Object key, @Nullable Object value, Duration timeToLive);

	/**
	 * Stores several values in one batch, whatever was there before. As with {@code put},
	 * a value that cannot be stored removes what is there, as does {@code null} if it is
	 * not to be stored; other values do not suffer from it.
	 * @param entries the values by key, no key {@code null}
	 */
	void putAll(Map<?, ?> entries);

	/**
	 * Adds to a counter that starts now with the time-to-live of the cache.
	 * @param key the key of the counter
	 * @param delta what to add, may be negative; zero to read it
	 * @return the sum
	 * @see #increment(Object, long, Duration)
	 */
	long increment(Object key, long delta);

	/**
	 * Adds to a counter atomically, over all nodes if the cache is in a shared store. A
	 * counter that is not there starts at zero. Counters are not among the values of the
	 * cache: no other operation sees them but {@code clear}, after which they start at
	 * zero, on other nodes as soon as they are told. A cache that is held in this process
	 * alone counts for this process, in as many counters as it holds entries; if there
	 * are more, some start again. A sum that no {@code long} can hold is undefined.
	 * @param key the key of the counter
	 * @param delta what to add, may be negative; zero to read it
	 * @param timeToLive how long a counter that starts now lives, not prolonged by
	 * further additions; zero for ever
	 * @return the sum
	 * @throws UnsupportedOperationException if the backend cannot count
	 * @throws io.cachebridge.spi.CacheBackendException if the store does not answer,
	 * whether callers are to notice failures or not; the addition may have happened
	 */
	long increment(Object key, long delta, Duration timeToLive);

	/**
	 * Ends the time-to-live of a value: from now on it is not served on this node, nor on
	 * others once they are told, and a load under way is not stored. Unlike an evicted
	 * value it stays in the store until it would have gone from there anyway, as a last
	 * resort for when it cannot be loaded again. A store without conditional writes, and
	 * a cache that is held in this process alone, remove it.
	 * @param key the key
	 */
	void expire(Object key);

	/**
	 * Removes all values that have a tag, in as many writes as for one value: two. From
	 * then on no read on this node returns one of them, other nodes have been told, and
	 * loads under way whose result turns out to have the tag are kept nowhere.
	 * @param tag the tag
	 * @throws IllegalArgumentException if it is empty or has control characters
	 */
	void evictByTag(String tag);

}

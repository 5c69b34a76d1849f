package io.cachebridge.core;

import java.time.Duration;

/**
 * The counters of one cache, which are not among its values.
 */
interface Counters {

	/**
	 * Adds to a counter atomically.
	 * @param key the key
	 * @param delta what to add
	 * @param timeToLive how long a counter that starts now lives, zero for ever
	 * @return the sum
	 */
	long add(EntryKey key, long delta, Duration timeToLive);

}

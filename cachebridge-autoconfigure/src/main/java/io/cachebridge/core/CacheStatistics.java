package io.cachebridge.core;

/**
 * What a cache has done since it was created. Read without a lock: numbers that belong
 * together may be a moment apart.
 *
 * @param localHits values found in this process
 * @param remoteHits values found in the backend
 * @param misses values found nowhere
 * @param loads values loaded from the source
 * @param loadFailures loads that failed
 * @param loadNanos the time that all loads took
 * @param puts values put by the application
 * @param evicts keys evicted by the application, and caches cleared
 * @param invalidations changes heard of from other nodes
 * @param refusedFills loads not stored because their key was touched meanwhile
 * @param unreadable records found that could not be read
 * @param rejectedValues values that could not be stored
 * @param backendFailures operations of the backend that failed
 * @param untold changes that other nodes could not be told of
 * @param localEvictions entries that left this process because it holds only so many
 * @param localSize entries in this process, estimated
 * @param pending writes that the store has not acknowledged and that are tried again
 */
public record CacheStatistics(long localHits, long remoteHits, long misses, long loads, long loadFailures,
		long loadNanos, long puts, long evicts, long invalidations, long refusedFills, long unreadable,
		long rejectedValues, long backendFailures, long untold, long localEvictions, long localSize, int pending) {

	/**
	 * Returns all values found.
	 * @return hits of both tiers
	 */
	public long hits() {
		return this.localHits + this.remoteHits;
	}

}

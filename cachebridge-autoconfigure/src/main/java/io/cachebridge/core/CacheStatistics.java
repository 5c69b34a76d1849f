package io.cachebridge.core;

import java.util.Map;

/**
 * What a cache has done since it was created. Read without a lock: numbers that belong
 * together may be a moment apart.
 *
 * @param localHits values found in this process
 * @param remoteHits values found in the backend
 * @param misses values found nowhere
 * @param loads values loaded from the source
 * @param loadFailures loads that failed
 * @param staleServed values served beyond their time-to-live for want of later ones
 * @param loadNanos the time that all loads took
 * @param puts values put by the application
 * @param evicts keys evicted by the application, and caches cleared
 * @param invalidations changes heard of from other nodes
 * @param refusedFills loads not stored because their key was touched meanwhile
 * @param unreadable records found that could not be read
 * @param rejections values that could not be stored, by cause
 * @param backendFailures operations of the backend that failed
 * @param untold changes that other nodes could not be told of
 * @param localEvictions entries that left this process because it holds only so many
 * @param localSize entries in this process, estimated
 * @param pending writes that the store has not acknowledged and that are tried again
 * @param queued keys with a write that no caller waits for and that is not made yet
 * @param queueFull writes that their caller waited for, as there was no room for them to
 * wait
 * @param refreshes loads begun before the time-to-live of a value was over
 * @param loading loads that took too long, or were too many
 */
public record CacheStatistics(long localHits, long remoteHits, long misses, long loads, long loadFailures,
		long staleServed, long loadNanos, long puts, long evicts, long invalidations, long refusedFills,
		long unreadable, Map<RejectionCause, Long> rejections, long backendFailures, long untold, long localEvictions,
		long localSize, int pending, int queued, long queueFull, long refreshes, LoadStatistics loading) {

	public CacheStatistics {
		rejections = Map.copyOf(rejections);
	}

	/**
	 * Returns all values that could not be stored.
	 * @return those of all causes
	 */
	public long rejectedValues() {
		return this.rejections.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Returns the values that could not be stored for one cause.
	 * @param cause the cause
	 * @return the number
	 */
	public long rejectedValues(RejectionCause cause) {
		return this.rejections.getOrDefault(cause, 0L);
	}

	/**
	 * Returns all values found.
	 * @return hits of both tiers
	 */
	public long hits() {
		return this.localHits + this.remoteHits;
	}

}

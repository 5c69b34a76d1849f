package io.cachebridge.metrics;

/**
 * The names of the meters of this library. Every cache has those below besides those of
 * all caches in Spring Boot: {@code cache.gets} with {@code result} {@code hit} or
 * {@code miss}, {@code cache.puts} (values put by the application or loaded),
 * {@code cache.evictions} (entries that left this process because it holds only so many)
 * and {@code cache.size} (entries in this process, estimated).
 * <p>
 * All have the tags of those: {@code cache} and {@code name} are the name of the cache,
 * {@code cache.manager} is the name of its manager. All count on this node, since the
 * cache was created. Reading them asks no store. Those of the backplane are not of one
 * cache: they have the tag {@code cache.manager} only, and those of a store
 * {@link #BACKEND} only.
 */
public final class CacheBridgeMeters {

	/**
	 * Reads, by {@link #TIER}. Their sum is the number of reads.
	 */
	public static final String GETS = "cachebridge.gets";

	/**
	 * Where a value was found: {@code local} in this process, {@code remote} in the
	 * backend, {@code none} nowhere.
	 */
	public static final String TIER = "tier";

	/**
	 * Loads from the source, those that failed included, and the time they took.
	 */
	public static final String LOADS = "cachebridge.loads";

	/**
	 * Loads that failed; the caller was given the failure, unless there was a value to
	 * serve in its place.
	 */
	public static final String LOAD_FAILURES = "cachebridge.load.failures";

	/**
	 * Values served beyond their time-to-live, because their load had failed.
	 */
	public static final String STALE_SERVED = "cachebridge.stale.served";

	/**
	 * Loads begun in the background before the time-to-live of a value was over.
	 */
	public static final String REFRESHES = "cachebridge.refreshes";

	/**
	 * Loads that took too long, by {@link #KIND}.
	 */
	public static final String LOAD_TIMEOUTS = "cachebridge.load.timeouts";

	/**
	 * What was over: {@code soft}, a caller was given a value beyond its time-to-live
	 * while the load went on; {@code hard}, the load was given up.
	 */
	public static final String KIND = "kind";

	/**
	 * Loads for which there was no room. Their callers were given a value beyond its
	 * time-to-live, or called the method for themselves.
	 */
	public static final String REJECTED_LOADS = "cachebridge.loads.rejected";

	/**
	 * Loads that run now although they should have ended long ago, and keep their
	 * threads.
	 */
	public static final String HUNG_LOADS = "cachebridge.loads.hung";

	/**
	 * Loads whose result was not stored, because the key was touched meanwhile.
	 */
	public static final String REFUSED_FILLS = "cachebridge.fills.refused";

	/**
	 * Keys evicted by the application, and caches cleared.
	 */
	public static final String EVICTS = "cachebridge.evicts";

	/**
	 * Changes that other nodes have told of.
	 */
	public static final String RECEIVED_INVALIDATIONS = "cachebridge.invalidations.received";

	/**
	 * Changes that other nodes could not be told of.
	 */
	public static final String UNTOLD_INVALIDATIONS = "cachebridge.invalidations.untold";

	/**
	 * Records that were found and could not be read. They counted as absent.
	 */
	public static final String UNREADABLE_RECORDS = "cachebridge.records.unreadable";

	/**
	 * Values that could not be stored, by {@link #CAUSE}. They were given to the caller
	 * and are not cached.
	 */
	public static final String REJECTED_VALUES = "cachebridge.values.rejected";

	/**
	 * Why a value could not be stored: {@code size}, {@code codec}, {@code key} or
	 * {@code tags}.
	 */
	public static final String CAUSE = "cause";

	/**
	 * Writes that the store has not acknowledged and that are tried again.
	 */
	public static final String PENDING_WRITES = "cachebridge.writes.pending";

	/**
	 * Keys with a write that no caller waits for and that is not made yet.
	 */
	public static final String QUEUED_WRITES = "cachebridge.writes.queued";

	/**
	 * Writes that their caller waited for although the cache writes in the background,
	 * because too many waited already.
	 */
	public static final String QUEUE_FULL = "cachebridge.writes.queue.full";

	/**
	 * Operations of the backend that failed, with the tag {@link #BACKEND}.
	 */
	public static final String BACKEND_FAILURES = "cachebridge.backend.failures";

	/**
	 * Records in a store, with the tag {@link #BACKEND}, where that is known without
	 * asking the store; of those that are counted when they are pruned, on the node that
	 * last did so.
	 */
	public static final String BACKEND_ENTRIES = "cachebridge.backend.entries";

	/**
	 * Room that the records take in a store, in bytes, as {@link #BACKEND_ENTRIES}.
	 */
	public static final String BACKEND_BYTES = "cachebridge.backend.bytes";

	/**
	 * Records that this node had a store remove, because they had expired, or were too
	 * many or too old, with the tag {@link #BACKEND}.
	 */
	public static final String BACKEND_PRUNED = "cachebridge.backend.pruned";

	/**
	 * Whether a store is called, by {@link #STATE}, with the tag {@link #BACKEND}: 1 for
	 * the state that its circuit breaker is in, else 0.
	 */
	public static final String CIRCUIT_BREAKER_STATE = "cachebridge.backend.breaker.state";

	/**
	 * The state of a circuit breaker: {@code closed}, {@code open} or {@code half-open}.
	 */
	public static final String STATE = "state";

	/**
	 * Calls of a store that were not made because of its circuit breaker, or whose answer
	 * was not taken, with the tag {@link #BACKEND}.
	 */
	public static final String REFUSED_CALLS = "cachebridge.backend.calls.refused";

	/**
	 * The name of the backend of the cache.
	 */
	public static final String BACKEND = "backend";

	/**
	 * Whether this node hears the others: 1 or 0. While it does not, nothing is served
	 * from this process alone.
	 */
	public static final String BACKPLANE_HEARING = "cachebridge.backplane.hearing";

	/**
	 * How often messages of other nodes may have been missed, by {@link #REASON}.
	 */
	public static final String BACKPLANE_SUSPICIONS = "cachebridge.backplane.suspicions";

	/**
	 * Why messages may have been missed: {@code gap}, {@code silence}, {@code format},
	 * {@code reconnect} or {@code echo}.
	 */
	public static final String REASON = "reason";

	/**
	 * Messages that could not be read: of a newer format, or not from this library.
	 */
	public static final String BACKPLANE_UNREADABLE = "cachebridge.backplane.unreadable";

	private CacheBridgeMeters() {
	}

}

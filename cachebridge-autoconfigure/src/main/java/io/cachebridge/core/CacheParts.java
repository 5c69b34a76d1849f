package io.cachebridge.core;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * What one cache is made of.
 *
 * @param tiers where its values are
 * @param local the tier in this process, if there is one
 * @param log remembers its invalidations
 * @param invalidations make invalidations take effect here
 * @param observer counts and tells
 * @param counters its counters
 * @param keyNames the names of its keys
 * @param executor runs what must not block callers
 * @param transactions tell what its writes wait for, {@code null} if they do not wait
 * @param cluster waits for the loads of other nodes, {@code null} if nobody does
 * @param dump copies its values out of the store, {@code null} if there is no store
 * @param loadThreads runs loads that callers do not wait for for ever
 */
record CacheParts(Tiers tiers, @Nullable LocalTier local, InvalidationLog log, Invalidations invalidations,
		CacheObserver observer, Counters counters, KeyNames keyNames, Executor executor, Ticker ticker,
		@Nullable Transactions transactions, @Nullable ClusterLoads cluster, @Nullable CacheDump dump,
		Executor loadThreads) {

}

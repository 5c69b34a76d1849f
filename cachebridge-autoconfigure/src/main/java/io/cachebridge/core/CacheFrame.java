package io.cachebridge.core;

import org.jspecify.annotations.Nullable;

/**
 * What every cache has, wherever its values are.
 *
 * @param name its name
 * @param settings its settings
 * @param local the tier in this process, if there is one
 * @param log remembers its invalidations
 * @param invalidations make invalidations take effect here
 * @param observer counts and tells
 * @param announcer tells other nodes
 * @param transactions tell what its writes wait for, {@code null} if they do not wait
 */
record CacheFrame(String name, CacheSettings settings, @Nullable LocalTier local, InvalidationLog log,
		Invalidations invalidations, CacheObserver observer, Announcer announcer, @Nullable Transactions transactions) {

	/**
	 * Completes a cache.
	 * @param node what it shares with others
	 * @param tiers where its values are
	 * @param counters its counters
	 * @param keyNames the names of its keys
	 * @param cluster waits for the loads of other nodes, {@code null} if nobody does
	 * @param dump copies its values out of the store, {@code null} if there is no store
	 * @return the cache
	 */
	CacheBridgeCache with(NodeParts node, Tiers tiers, Counters counters, KeyNames keyNames,
			@Nullable ClusterLoads cluster, @Nullable CacheDump dump) {
		return new CacheBridgeCache(this.name, this.settings,
				new CacheParts(tiers, this.local, this.log, this.invalidations, this.observer, counters, keyNames,
						node.executor(), node.ticker(), this.transactions, cluster, dump, node.loadExecutor()));
	}

}

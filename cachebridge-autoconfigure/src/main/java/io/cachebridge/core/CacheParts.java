package io.cachebridge.core;

import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * What one cache is made of.
 *
 * @param tiers where its values are
 * @param local the tier in this process, if there is one
 * @param log its invalidations
 * @param observer counts and tells
 * @param executor runs what must not block callers
 */
record CacheParts(Tiers tiers, @Nullable LocalTier local, InvalidationLog log, CacheObserver observer,
		Executor executor) {

}

package io.cachebridge.core;

import java.util.concurrent.Executor;

/**
 * What the caches of a node share.
 *
 * @param given what the manager was described with
 * @param versions gives each record an identity
 * @param ticker tells how time passes
 * @param executor runs what must not block callers
 * @param loadExecutor runs loads that callers do not wait for
 * @param pendingLimit bounds the writes that are not acknowledged
 * @param breakers keep calls from stores that fail
 * @param hearsOthers whether other nodes tell of changes
 */
record NodeParts(CacheBridgeCacheManagerBuilder given, VersionSource versions, Ticker ticker, Executor executor,
		Executor loadExecutor, PendingLimit pendingLimit, CircuitBreakers breakers, boolean hearsOthers) {

}

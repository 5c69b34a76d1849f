/**
 * Redis, and what speaks its protocol, as a store and as a backplane: standalone,
 * Sentinel and Cluster, over the application's own {@code RedisConnectionFactory}.
 */
@NullMarked
package io.cachebridge.backend.redis;

import org.jspecify.annotations.NullMarked;

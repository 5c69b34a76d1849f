/**
 * Memcached as a store, over the client xmemcached.
 */
@NullMarked
package io.cachebridge.backend.memcached;

import org.jspecify.annotations.NullMarked;

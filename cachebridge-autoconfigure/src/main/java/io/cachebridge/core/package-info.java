/**
 * The engine: Spring's {@code CacheManager} and {@code Cache} over a local tier and a
 * backend, kept coherent by leases, tickets and epochs. Knows no store.
 */
@NullMarked
package io.cachebridge.core;

import org.jspecify.annotations.NullMarked;

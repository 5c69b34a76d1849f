/**
 * Measures CacheBridge beside its peers, always in one run.
 */
@NullMarked
package io.cachebridge.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * Proves backends, backplanes and caches: contracts to extend, a network of nodes in
 * memory, faults to inject.
 */
@NullMarked
package io.cachebridge.test;

import org.jspecify.annotations.NullMarked;

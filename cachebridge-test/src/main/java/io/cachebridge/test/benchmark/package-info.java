/**
 * Measures how fast a backend is.
 */
@NullMarked
package io.cachebridge.test.benchmark;

import org.jspecify.annotations.NullMarked;

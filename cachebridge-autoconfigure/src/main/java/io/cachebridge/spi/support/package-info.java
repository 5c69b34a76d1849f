/**
 * Helpers that the author of a backend may use and need not.
 */
@NullMarked
package io.cachebridge.spi.support;

import org.jspecify.annotations.NullMarked;

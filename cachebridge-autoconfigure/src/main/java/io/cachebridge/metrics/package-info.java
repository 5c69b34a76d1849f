/**
 * What is measured, per cache.
 */
@NullMarked
package io.cachebridge.metrics;

import org.jspecify.annotations.NullMarked;

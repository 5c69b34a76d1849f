/**
 * What is measured, per cache, per store and of the backplane.
 */
@NullMarked
package io.cachebridge.metrics;

import org.jspecify.annotations.NullMarked;

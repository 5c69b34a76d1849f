/**
 * What is measured, per cache and of the backplane.
 */
@NullMarked
package io.cachebridge.metrics;

import org.jspecify.annotations.NullMarked;

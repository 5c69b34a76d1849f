/**
 * The five-minute start.
 */
@NullMarked
package io.cachebridge.samples.quickstart;

import org.jspecify.annotations.NullMarked;

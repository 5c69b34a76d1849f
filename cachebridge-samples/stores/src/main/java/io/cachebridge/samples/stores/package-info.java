/**
 * One application on every store.
 */
@NullMarked
package io.cachebridge.samples.stores;

import org.jspecify.annotations.NullMarked;

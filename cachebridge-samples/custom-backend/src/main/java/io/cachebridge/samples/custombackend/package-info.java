/**
 * A store of one's own, in one class.
 */
@NullMarked
package io.cachebridge.samples.custombackend;

import org.jspecify.annotations.NullMarked;

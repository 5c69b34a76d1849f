/**
 * Codecs, which turn values into bytes and back, and the list of types they may create.
 */
@NullMarked
package io.cachebridge.codec;

import org.jspecify.annotations.NullMarked;

/**
 * What the author of a backend, a backplane or a codec implements and receives, and
 * nothing else. Depends on the JDK and JSpecify only.
 */
@NullMarked
package io.cachebridge.spi;

import org.jspecify.annotations.NullMarked;

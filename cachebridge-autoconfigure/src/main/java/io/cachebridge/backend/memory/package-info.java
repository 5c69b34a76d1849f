/**
 * A backend in the memory of this process.
 */
@NullMarked
package io.cachebridge.backend.memory;

import org.jspecify.annotations.NullMarked;

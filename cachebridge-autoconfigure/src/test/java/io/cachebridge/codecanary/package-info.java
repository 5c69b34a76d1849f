/**
 * Classes that no codec may touch. The package begins like an allowed one and is none.
 */
@NullMarked
package io.cachebridge.codecanary;

import org.jspecify.annotations.NullMarked;

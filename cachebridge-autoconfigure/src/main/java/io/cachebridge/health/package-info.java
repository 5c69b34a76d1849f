/**
 * How the backends are, for the health endpoint.
 */
@NullMarked
package io.cachebridge.health;

import org.jspecify.annotations.NullMarked;

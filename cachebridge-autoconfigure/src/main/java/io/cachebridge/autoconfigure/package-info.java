/**
 * Wires the engine from {@code cachebridge.*} properties. Knows no store: backends and
 * backplanes come as beans.
 */
@NullMarked
package io.cachebridge.autoconfigure;

import org.jspecify.annotations.NullMarked;

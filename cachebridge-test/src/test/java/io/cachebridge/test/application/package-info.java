/**
 * Whole applications on real servers.
 */
@NullMarked
package io.cachebridge.test.application;

import org.jspecify.annotations.NullMarked;

/**
 * Real servers for tests, started when a test class first needs them.
 */
@NullMarked
package io.cachebridge.test.server;

import org.jspecify.annotations.NullMarked;

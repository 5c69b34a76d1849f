/**
 * Keeps records on any server that can get, put and delete by HTTP.
 */
@NullMarked
package io.cachebridge.backend.http;

import org.jspecify.annotations.NullMarked;

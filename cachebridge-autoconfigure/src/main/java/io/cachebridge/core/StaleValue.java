package io.cachebridge.core;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A value that is still kept although its time-to-live is over.
 *
 * @param value the value, may be {@code null}
 * @param etag the entity tag that was stored with it, {@code null} if none was
 * @param lastModified when it was last modified, as was stored with it, {@code null} if
 * that was not told
 */
public record StaleValue(@Nullable Object value, @Nullable String etag, @Nullable Instant lastModified) {

}

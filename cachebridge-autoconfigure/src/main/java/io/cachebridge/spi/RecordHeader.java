package io.cachebridge.spi;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a record without its content.
 *
 * @param version the version of the record
 * @param reservation whether the record is a reservation
 * @param expiresAt when the backend may drop it, {@code null} for never
 */
public record RecordHeader(Version version, boolean reservation, @Nullable Instant expiresAt) {

}

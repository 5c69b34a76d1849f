package io.cachebridge.spi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What a backend holds under one key. Content is opaque to the backend and must be handed
 * back byte for byte.
 *
 * @param content the bytes, shared and not to be changed by anyone; {@code null} for a
 * reservation
 * @param version what tells this record from every other one ever written
 * @param expiresAt when the backend may drop it, to the millisecond, after 1970 and
 * before the year 10000; {@code null} for never
 * @param token what the store itself compares in a conditional write (a modify index, an
 * entity tag), if the record was read from a store that has such a thing. It only saves a
 * read: the version alone must do
 */
public record StoredRecord(byte @Nullable [] content, Version version, @Nullable Instant expiresAt,
		@Nullable Object token) {

	public StoredRecord {
		Objects.requireNonNull(version, "'version' must not be null");
		expiresAt = (expiresAt != null) ? expiresAt.truncatedTo(ChronoUnit.MILLIS) : null;
	}

	/**
	 * Creates a record with content.
	 * @param content the bytes, may be empty
	 * @param version its version
	 * @param expiresAt when the backend may drop it, {@code null} for never
	 * @return the record
	 */
	public static StoredRecord of(byte[] content, Version version, @Nullable Instant expiresAt) {
		Objects.requireNonNull(content, "'content' must not be null");
		return new StoredRecord(content, version, expiresAt, null);
	}

	/**
	 * Creates a reservation: a record without content that marks a load under way.
	 * Replacing exactly this reservation is what allows the load to store its result.
	 * @param version its version; the incarnation names the node that loads
	 * @param expiresAt when the backend may drop it
	 * @return the reservation
	 */
	public static StoredRecord reservation(Version version, @Nullable Instant expiresAt) {
		return new StoredRecord(null, version, expiresAt, null);
	}

	/**
	 * Compares what is held with what was seen: the condition of
	 * {@link CacheBackend#putIf}.
	 * @param one what is held or was seen, {@code null} for nothing
	 * @param other the other of the two
	 * @return {@code true} if both are the same record or both are nothing
	 */
	public static boolean isSame(@Nullable StoredRecord one, @Nullable StoredRecord other) {
		if (one == null || other == null) {
			return one == null && other == null;
		}
		return one.version.equals(other.version);
	}

	public boolean isReservation() {
		return this.content == null;
	}

	/**
	 * Returns this record with the store's own token.
	 * @param token the token, or {@code null} for none
	 * @return the same record with that token
	 */
	public StoredRecord withToken(@Nullable Object token) {
		return new StoredRecord(this.content, this.version, this.expiresAt, token);
	}

	public RecordHeader header() {
		return new RecordHeader(this.version, isReservation(), this.expiresAt);
	}

	/**
	 * Compares content byte by byte; the token plays no part, as it says nothing about
	 * the record that the version does not.
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof StoredRecord that && this.version.equals(that.version)
				&& Objects.equals(this.expiresAt, that.expiresAt) && Arrays.equals(this.content, that.content);
	}

	@Override
	public int hashCode() {
		return this.version.hashCode();
	}

	@Override
	public String toString() {
		return "StoredRecord[%s, version=%s, expiresAt=%s]".formatted(
				(this.content != null) ? this.content.length + " bytes" : "reservation", this.version, this.expiresAt);
	}

}

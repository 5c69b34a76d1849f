package io.cachebridge.spi.support;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Writes records as bytes, for stores that hold only bytes: one byte that tells format
 * and kind, 16 bytes of version, 8 bytes of expiry in milliseconds of the epoch (zero for
 * never), content. The format is stable: what any version has written, later ones read.
 */
public final class RecordFormat {

	/**
	 * How many bytes stand in front of the content; enough to read a header.
	 */
	public static final int HEADER_BYTES = 25;

	/**
	 * Where the 16 bytes of the version begin.
	 */
	public static final int VERSION_OFFSET = 1;

	private static final byte RECORD = 0x01;

	private static final byte RESERVATION = 0x02;

	private RecordFormat() {
	}

	/**
	 * Writes a record.
	 * @param stored the record
	 * @return the bytes
	 * @throws IllegalArgumentException if it has {@link Version#NONE}, under which it
	 * could not be told from foreign bytes
	 */
	public static byte[] write(StoredRecord stored) {
		if (stored.version().equals(Version.NONE)) {
			throw new IllegalArgumentException("'version' must not be NONE");
		}
		byte[] content = stored.content();
		int length = (content != null) ? content.length : 0;
		ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + length);
		bytes.put((content != null) ? RECORD : RESERVATION);
		putVersion(bytes, stored.version());
		Instant expiresAt = stored.expiresAt();
		bytes.putLong((expiresAt != null) ? expiresAt.toEpochMilli() : 0);
		if (content != null) {
			bytes.put(content);
		}
		return bytes.array();
	}

	/**
	 * Reads a record. Bytes that were not written by {@link #write} become a record with
	 * {@link Version#NONE} and those bytes as content.
	 * @param bytes any bytes
	 * @return the record, without token
	 */
	public static StoredRecord read(byte[] bytes) {
		RecordHeader header = readHeader(bytes);
		if (header.version().equals(Version.NONE)) {
			return StoredRecord.of(bytes, Version.NONE, null);
		}
		if (header.reservation()) {
			return StoredRecord.reservation(header.version(), header.expiresAt());
		}
		byte[] content = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
		return StoredRecord.of(content, header.version(), header.expiresAt());
	}

	/**
	 * Reads a header from at least the first {@value #HEADER_BYTES} bytes of a record.
	 * @param bytes any bytes
	 * @return the header, with {@link Version#NONE} if the bytes are not those of a
	 * record
	 */
	public static RecordHeader readHeader(byte[] bytes) {
		if (bytes.length < HEADER_BYTES || (bytes[0] != RECORD && bytes[0] != RESERVATION)) {
			return new RecordHeader(Version.NONE, false, null);
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes, VERSION_OFFSET, HEADER_BYTES - VERSION_OFFSET);
		Version version = new Version(buffer.getLong(), buffer.getLong());
		return new RecordHeader(version, bytes[0] == RESERVATION, expiresAt(buffer.getLong()));
	}

	/**
	 * Writes a version as it stands in a record, so that a store can compare it there.
	 * @param version the version
	 * @return 16 bytes
	 */
	public static byte[] versionBytes(Version version) {
		ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
		putVersion(bytes, version);
		return bytes.array();
	}

	private static void putVersion(ByteBuffer bytes, Version version) {
		bytes.putLong(version.incarnation()).putLong(version.sequence());
	}

	private static @Nullable Instant expiresAt(long milliseconds) {
		return (milliseconds != 0) ? Instant.ofEpochMilli(milliseconds) : null;
	}

}

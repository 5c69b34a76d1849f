package io.cachebridge.backend.file;

import java.nio.ByteBuffer;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A counter as the payload of an entry: one byte that no record begins with, 8 bytes of
 * expiry in milliseconds of the epoch (zero for never), 8 bytes of value.
 *
 * @param value what was counted
 * @param expiresAt when it starts again, {@code null} for never
 */
record StoredCounter(long value, @Nullable Instant expiresAt) {

	private static final byte COUNTER = 0x03;

	private static final int LENGTH = 1 + 2 * Long.BYTES;

	byte[] write() {
		long milliseconds = (this.expiresAt != null) ? this.expiresAt.toEpochMilli() : 0;
		return ByteBuffer.allocate(LENGTH).put(COUNTER).putLong(milliseconds).putLong(this.value).array();
	}

	static @Nullable StoredCounter read(byte[] payload) {
		if (payload.length != LENGTH || payload[0] != COUNTER) {
			return null;
		}
		ByteBuffer bytes = ByteBuffer.wrap(payload, 1, LENGTH - 1);
		long milliseconds = bytes.getLong();
		return new StoredCounter(bytes.getLong(), (milliseconds != 0) ? Instant.ofEpochMilli(milliseconds) : null);
	}

}

package io.cachebridge.backend.redis;

import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An entry of a stream.
 *
 * @param id what the server calls it: its clock and a counter
 * @param message what it carries; nothing if it only marks a place; {@code null} if it is
 * not one of ours
 */
record StreamEntry(String id, byte @Nullable [] message) {

	/**
	 * The only field of our entries.
	 */
	static final byte[] FIELD = { 'm' };

	/**
	 * What an entry carries that only marks a place.
	 */
	static final byte[] MARK = new byte[0];

	static StreamEntry of(String id, Map<byte[], byte[]> fields) {
		byte[] message = null;
		for (Map.Entry<byte[], byte[]> field : fields.entrySet()) {
			if (fields.size() == 1 && Arrays.equals(field.getKey(), FIELD)) {
				message = field.getValue();
			}
		}
		return new StreamEntry(id, message);
	}

	/**
	 * Returns an entry that carries nothing.
	 * @param id its identity
	 * @return the entry
	 */
	static StreamEntry mark(String id) {
		return new StreamEntry(id, MARK);
	}

	boolean isMark() {
		return this.message != null && this.message.length == 0;
	}

	/**
	 * Tells whether an entry is this one, and not one that a server with another past has
	 * given the same identity.
	 * @param other the entry
	 * @return {@code true} if it is the same
	 */
	boolean isSameAs(@Nullable StreamEntry other) {
		return other != null && this.id.equals(other.id) && Arrays.equals(this.message, other.message);
	}

}

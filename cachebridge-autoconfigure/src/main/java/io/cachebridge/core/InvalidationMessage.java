package io.cachebridge.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What one node tells the others: that a key of a cache, or all of them, changed. Carries
 * no values. As bytes: 1 format, 8 incarnation and 8 sequence of the sender, 1 kind, 2+n
 * name of the cache, n name of the key.
 *
 * @param incarnation the identity of the sender
 * @param sequence counts the messages of the sender, from 1
 * @param cache the name of the cache
 * @param keyName the name of the key, {@code null} for all keys
 */
record InvalidationMessage(long incarnation, long sequence, String cache, @Nullable String keyName) {

	private static final byte FORMAT = 1;

	private static final byte KEY = 1;

	private static final byte ALL = 2;

	private static final int FIXED_BYTES = 1 + 8 + 8 + 1 + 2;

	/**
	 * Writes this message. What is too long for the transport becomes a message about all
	 * keys, never silence.
	 * @param maximumBytes how long the message may be
	 * @return the bytes
	 */
	byte[] write(int maximumBytes) {
		byte[] cacheName = this.cache.getBytes(StandardCharsets.UTF_8);
		byte[] key = (this.keyName != null) ? this.keyName.getBytes(StandardCharsets.UTF_8) : new byte[0];
		boolean all = this.keyName == null || FIXED_BYTES + cacheName.length + key.length > maximumBytes;
		ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + cacheName.length + (all ? 0 : key.length));
		bytes.put(FORMAT).putLong(this.incarnation).putLong(this.sequence).put(all ? ALL : KEY);
		bytes.putShort((short) cacheName.length).put(cacheName);
		if (!all) {
			bytes.put(key);
		}
		return bytes.array();
	}

	/**
	 * Reads a message.
	 * @param bytes any bytes
	 * @return the message, or {@code null} if the bytes are not one that is known here
	 */
	static @Nullable InvalidationMessage read(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			if (buffer.get() != FORMAT) {
				return null;
			}
			long incarnation = buffer.getLong();
			long sequence = buffer.getLong();
			byte kind = buffer.get();
			String cache = text(buffer, Short.toUnsignedInt(buffer.getShort()));
			return switch (kind) {
				case KEY -> new InvalidationMessage(incarnation, sequence, cache, text(buffer, buffer.remaining()));
				case ALL -> new InvalidationMessage(incarnation, sequence, cache, null);
				default -> null;
			};
		}
		catch (BufferUnderflowException ex) {
			return null;
		}
	}

	private static String text(ByteBuffer buffer, int length) {
		byte[] text = new byte[length];
		buffer.get(text);
		return new String(text, StandardCharsets.UTF_8);
	}

}

package io.cachebridge.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * What one node tells the others of a cache. Carries no values. As bytes: 1 format, 8
 * incarnation and 8 sequence of the sender, 1 kind, 2+n name of the cache, n name of the
 * key.
 *
 * @param incarnation the identity of the sender
 * @param sequence counts the messages of the sender, from 1
 * @param kind what happened
 * @param cache the name of the cache
 * @param keyName the name of the key, empty if the message is not about one
 */
record InvalidationMessage(long incarnation, long sequence, Kind kind, String cache, String keyName) {

	private static final byte FORMAT = 1;

	private static final int FIXED_BYTES = 1 + 8 + 8 + 1 + 2;

	/**
	 * Writes this message. What is too long for the transport becomes a message about all
	 * keys, never silence.
	 * @param maximumBytes how long the message may be
	 * @return the bytes
	 */
	byte[] write(int maximumBytes) {
		byte[] cacheName = this.cache.getBytes(StandardCharsets.UTF_8);
		byte[] key = this.keyName.getBytes(StandardCharsets.UTF_8);
		boolean fits = FIXED_BYTES + cacheName.length + key.length <= maximumBytes;
		Kind told = fits ? this.kind : Kind.ALL;
		byte[] toldKey = fits ? key : new byte[0];
		return ByteBuffer.allocate(FIXED_BYTES + cacheName.length + toldKey.length)
			.put(FORMAT)
			.putLong(this.incarnation)
			.putLong(this.sequence)
			.put(told.code)
			.putShort((short) cacheName.length)
			.put(cacheName)
			.put(toldKey)
			.array();
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
			Kind kind = Kind.of(buffer.get());
			String cache = text(buffer, Short.toUnsignedInt(buffer.getShort()));
			String keyName = text(buffer, buffer.remaining());
			return (kind != null) ? new InvalidationMessage(incarnation, sequence, kind, cache, keyName) : null;
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

	/**
	 * What a message is about.
	 */
	enum Kind {

		/** A key was changed. */
		KEY(1),

		/** The cache was cleared. */
		ALL(2),

		/** The cache has a new epoch, as the old one was lost. */
		EPOCH(3);

		private final byte code;

		Kind(int code) {
			this.code = (byte) code;
		}

		private static @Nullable Kind of(byte code) {
			for (Kind kind : values()) {
				if (kind.code == code) {
					return kind;
				}
			}
			return null;
		}

	}

}

package io.cachebridge.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What one node tells the others. Carries no values. As bytes: 1 format, 8 incarnation of
 * the sender, 8 number, 1 kind; then a heartbeat or goodbye has 8 beat, 8 before, 8
 * pause, and any other message 1 whether stored, 2+n name of the cache, n name of the key
 * or tag.
 * <p>
 * In every format that there will be the first byte is the format, counted up from 1 to
 * at most 31, and the next eight are the incarnation. So a node of an older version can
 * tell from whom it has missed something.
 *
 * @param incarnation the identity of the sender
 * @param number counts the messages of the sender that invalidate something, from 1. Of a
 * heartbeat or goodbye: all up to this one were sent before. Otherwise 0
 * @param kind what happened
 * @param news what the message says about a cache
 * @param pulse what the message says about the sender
 */
record NodeMessage(long incarnation, long number, Kind kind, CacheNews news, Pulse pulse) {

	static final byte FORMAT = 1;

	private static final int HIGHEST_FORMAT = 31;

	private static final int HEAD_BYTES = 1 + 8 + 8 + 1;

	private static final int PULSE_BYTES = 8 + 8 + 8;

	private static final int NEWS_BYTES = 1 + 2;

	private static final int LONGEST_NAME = 0xFFFF;

	static NodeMessage about(long incarnation, long number, Kind kind, CacheNews news) {
		return new NodeMessage(incarnation, number, kind, news, Pulse.NONE);
	}

	static NodeMessage of(long incarnation, long number, Kind kind, Pulse pulse) {
		return new NodeMessage(incarnation, number, kind, CacheNews.NONE, pulse);
	}

	/**
	 * Writes this message as it is.
	 * @param maximumBytes how long the message may be
	 * @return the bytes, or {@code null} if they would be too many
	 */
	byte @Nullable [] write(int maximumBytes) {
		if (this.kind.hasPulse()) {
			return head(PULSE_BYTES).putLong(this.pulse.beat())
				.putLong(this.pulse.before())
				.putLong(Nanos.of(this.pulse.pause()))
				.array();
		}
		byte[] cache = bytes(this.news.cache());
		byte[] name = bytes(this.news.name());
		if (cache == null || name == null || cache.length > LONGEST_NAME
				|| HEAD_BYTES + NEWS_BYTES + cache.length + name.length > maximumBytes) {
			return null;
		}
		return head(NEWS_BYTES + cache.length + name.length).put((byte) (this.news.stored() ? 1 : 0))
			.putShort((short) cache.length)
			.put(cache)
			.put(name)
			.array();
	}

	private ByteBuffer head(int moreBytes) {
		return ByteBuffer.allocate(HEAD_BYTES + moreBytes)
			.put(FORMAT)
			.putLong(this.incarnation)
			.putLong(this.number)
			.put(this.kind.code);
	}

	/**
	 * Writes this message, or what includes it and is short enough: a message about all
	 * keys of the cache, or else about all caches.
	 * @param maximumBytes how long the message may be
	 * @return the bytes
	 */
	byte[] writeWidened(int maximumBytes) {
		byte[] exact = write(maximumBytes);
		byte[] ofCache = (exact != null) ? exact : widened(this.news.cache()).write(maximumBytes);
		byte[] written = (ofCache != null) ? ofCache : widened("").write(maximumBytes);
		if (written == null) {
			throw new IllegalStateException("Messages of %d bytes are too short".formatted(maximumBytes));
		}
		return written;
	}

	private NodeMessage widened(String cache) {
		return about(this.incarnation, this.number, Kind.ANY, new CacheNews(cache, "", this.news.stored()));
	}

	/**
	 * Reads a message.
	 * @param bytes any bytes
	 * @return the message, or {@code null} if the bytes are not one that is known here
	 */
	static @Nullable NodeMessage read(byte[] bytes) {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		try {
			if (buffer.get() != FORMAT) {
				return null;
			}
			long incarnation = buffer.getLong();
			long number = buffer.getLong();
			Kind kind = Kind.of(buffer.get());
			if (kind == null) {
				return null;
			}
			return kind.hasPulse() ? of(incarnation, number, kind, pulse(buffer))
					: about(incarnation, number, kind, news(buffer));
		}
		catch (BufferUnderflowException ex) {
			return null;
		}
	}

	/**
	 * Reads who has sent a message that cannot be read otherwise.
	 * @param bytes any bytes
	 * @return the incarnation, or {@code null} if the bytes are not a message of this
	 * library
	 */
	static @Nullable Long readSender(byte[] bytes) {
		boolean ours = bytes.length > Long.BYTES && bytes[0] >= FORMAT && bytes[0] <= HIGHEST_FORMAT;
		return ours ? ByteBuffer.wrap(bytes).getLong(1) : null;
	}

	// What cannot be written exactly would be taken for something else
	private static byte @Nullable [] bytes(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		return new String(bytes, StandardCharsets.UTF_8).equals(text) ? bytes : null;
	}

	private static Pulse pulse(ByteBuffer buffer) {
		return new Pulse(buffer.getLong(), buffer.getLong(), Duration.ofNanos(buffer.getLong()));
	}

	private static CacheNews news(ByteBuffer buffer) {
		boolean stored = buffer.get() != 0;
		String cache = text(buffer, Short.toUnsignedInt(buffer.getShort()));
		return new CacheNews(cache, text(buffer, buffer.remaining()), stored);
	}

	private static String text(ByteBuffer buffer, int length) {
		if (length > buffer.remaining()) {
			throw new BufferUnderflowException();
		}
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

		/** A cache was cleared; all caches if it names none. */
		ALL(2),

		/** The cache or a tag has a new epoch, as the old one was lost. */
		EPOCH(3),

		/** A tag was evicted. */
		TAG(4),

		/** The load of a key has ended, for those who wait. */
		FILLED(5),

		/** The sender is there. */
		HEARTBEAT(6),

		/** The sender begins. */
		HELLO(7),

		/** The sender ends. */
		GOODBYE(8),

		/** Something was changed whose name is too long: a key or tag, or any cache. */
		ANY(9);

		private final byte code;

		Kind(int code) {
			this.code = (byte) code;
		}

		private boolean hasPulse() {
			return this == HEARTBEAT || this == GOODBYE;
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

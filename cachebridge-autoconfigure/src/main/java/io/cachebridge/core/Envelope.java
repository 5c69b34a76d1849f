package io.cachebridge.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.Version;

/**
 * A value with what the engine must know of it, as it stands in the content of a record:
 * <pre>
 * 1   format
 * 4   CRC-32C of all that follows
 * 8   created at, 8 fresh until (milliseconds of the epoch, 0 for ever)
 * 1   number of epochs, each: 2 + n name, 16 identity
 * 2+n full name of the key if the store knows it by a digest, else empty
 * 1+n id of the codec and what was done after it, see {@link ValueForm}; empty for null
 * n   value
 * </pre> Fresh until is the logical expiry; the physical one is the record's. A value
 * with validators is in format 2, which has them after the codec: <pre>
 * 2+n entity tag, empty for none
 * 8   last modified (milliseconds of the epoch, the smallest number for none)
 * </pre> Its checksum, as those of all formats to come, covers the format too: so a
 * format of a later version is told from a damaged record, and left alone. The formats
 * are stable: what any version has written, later ones read.
 *
 * @param createdAt when the value was loaded or put
 * @param freshUntil when it ceases to be served, {@code null} for never
 * @param epochs the epochs it belongs to by name; it counts only while all are current
 * @param keyName the name of its key if the store's key does not hold it, else empty
 * @param codec the id of the codec that wrote the value, empty for {@code null}, and its
 * transforms
 * @param value the bytes of the value
 * @param validators what the source of the value can be asked with
 */
record Envelope(Instant createdAt, @Nullable Instant freshUntil, Map<String, Version> epochs, String keyName,
		String codec, byte[] value, Validators validators) {

	/**
	 * The name under which an envelope knows the epoch of its cache.
	 */
	static final String CACHE_EPOCH = "";

	/**
	 * Over for every node, however wrong its clock is.
	 */
	private static final Instant LONG_AGO = Instant.ofEpochMilli(1);

	private static final byte FORMAT = 1;

	private static final byte FORMAT_WITH_VALIDATORS = 2;

	private static final long NO_TIME = Long.MIN_VALUE;

	private static final int CHECKED_FROM = 5;

	private static final int FIXED_BYTES = CHECKED_FROM + 8 + 8 + 1 + 2 + 1;

	private static final int EPOCH_BYTES = 2 + 16;

	private static final int MAXIMUM_NAME_BYTES = 0xffff;

	private static final int MAXIMUM_COUNT = Byte.MAX_VALUE;

	Envelope(Instant createdAt, @Nullable Instant freshUntil, Map<String, Version> epochs, String keyName, String codec,
			byte[] value) {
		this(createdAt, freshUntil, epochs, keyName, codec, value, Validators.NONE);
	}

	boolean isFresh(Instant now) {
		return this.freshUntil == null || now.isBefore(this.freshUntil);
	}

	/**
	 * Returns this envelope with a time-to-live that was over long ago.
	 * @return the envelope of a stale value
	 */
	Envelope stale() {
		return new Envelope(this.createdAt, LONG_AGO, this.epochs, this.keyName, this.codec, this.value,
				this.validators);
	}

	/**
	 * Tells whether this is of the current generation of its cache and all its tags.
	 * @param current epochs by name
	 * @return {@code true} if all its epochs are among them
	 */
	boolean belongsTo(Map<String, Version> current) {
		return this.epochs.containsKey(CACHE_EPOCH) && current.entrySet().containsAll(this.epochs.entrySet());
	}

	/**
	 * Writes this envelope.
	 * @return the bytes
	 * @throws UnstorableException if its format has no room for the name of the key or
	 * for the tags
	 */
	byte[] write() {
		byte[] fullName = this.keyName.getBytes(StandardCharsets.UTF_8);
		byte[] codecId = this.codec.getBytes(StandardCharsets.US_ASCII);
		List<byte[]> names = this.epochs.keySet()
			.stream()
			.map((name) -> name.getBytes(StandardCharsets.UTF_8))
			.toList();
		if (names.size() > MAXIMUM_COUNT || codecId.length > MAXIMUM_COUNT) {
			throw new UnstorableException(RejectionCause.TAGS,
					"%d tags, or %d bytes that name the codec, are more than the %d that a record can hold"
						.formatted(names.size(), codecId.length, MAXIMUM_COUNT));
		}
		byte[] extra = this.validators.isEmpty() ? new byte[0] : validatorBytes();
		int length = FIXED_BYTES + fullName.length + codecId.length + extra.length + this.value.length
				+ names.stream().mapToInt((name) -> name.length + EPOCH_BYTES).sum();
		ByteBuffer bytes = ByteBuffer.allocate(length);
		bytes.put(this.validators.isEmpty() ? FORMAT : FORMAT_WITH_VALIDATORS).putInt(0);
		bytes.putLong(this.createdAt.toEpochMilli());
		bytes.putLong((this.freshUntil != null) ? this.freshUntil.toEpochMilli() : 0);
		bytes.put((byte) names.size());
		Iterator<byte[]> name = names.iterator();
		for (Version epoch : this.epochs.values()) {
			putName(bytes, name.next(), RejectionCause.TAGS);
			bytes.putLong(epoch.incarnation()).putLong(epoch.sequence());
		}
		putName(bytes, fullName, RejectionCause.KEY);
		bytes.put((byte) codecId.length).put(codecId);
		bytes.put(extra).put(this.value);
		bytes.putInt(1, checksum(bytes.array()));
		return bytes.array();
	}

	private byte[] validatorBytes() {
		String etag = this.validators.etag();
		Instant lastModified = this.validators.lastModified();
		byte[] tag = (etag != null) ? etag.getBytes(StandardCharsets.UTF_8) : new byte[0];
		return ByteBuffer.allocate(2 + tag.length + 8)
			.putShort((short) tag.length)
			.put(tag)
			.putLong((lastModified != null) ? lastModified.toEpochMilli() : NO_TIME)
			.array();
	}

	/**
	 * Reads an envelope.
	 * @param bytes any bytes
	 * @return the envelope
	 * @throws UnknownTypeException if they are those of a later version
	 * @throws CodecException if the bytes are not those of an envelope
	 */
	static Envelope read(byte[] bytes) {
		if (bytes.length < FIXED_BYTES || bytes[0] < FORMAT) {
			throw new CodecException("Not a record of a format that is known");
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
		if (buffer.getInt() != checksum(bytes)) {
			throw new CodecException("The checksum of the record does not match");
		}
		if (bytes[0] > FORMAT_WITH_VALIDATORS) {
			throw new UnknownTypeException(
					"The record is of format %d, which a later version writes".formatted(bytes[0]));
		}
		try {
			return read(buffer, bytes[0] == FORMAT_WITH_VALIDATORS);
		}
		catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException
				| NegativeArraySizeException ex) {
			throw new CodecException("The record is not well formed", ex);
		}
	}

	private static Envelope read(ByteBuffer buffer, boolean validated) {
		Instant createdAt = Instant.ofEpochMilli(buffer.getLong());
		long freshUntil = buffer.getLong();
		int count = buffer.get();
		Map<String, Version> epochs = (count == 1) ? Map.of(name(buffer), version(buffer)) : epochs(buffer, count);
		String keyName = name(buffer);
		byte[] codec = new byte[buffer.get()];
		buffer.get(codec);
		Validators validators = validated ? validators(buffer) : Validators.NONE;
		byte[] value = new byte[buffer.remaining()];
		buffer.get(value);
		return new Envelope(createdAt, (freshUntil != 0) ? Instant.ofEpochMilli(freshUntil) : null, epochs, keyName,
				new String(codec, StandardCharsets.US_ASCII), value, validators);
	}

	private static Validators validators(ByteBuffer buffer) {
		String etag = name(buffer);
		long lastModified = buffer.getLong();
		return new Validators(etag.isEmpty() ? null : etag,
				(lastModified != NO_TIME) ? Instant.ofEpochMilli(lastModified) : null);
	}

	private static Map<String, Version> epochs(ByteBuffer buffer, int count) {
		Map<String, Version> epochs = new LinkedHashMap<>();
		for (int i = 0; i < count; i++) {
			epochs.put(name(buffer), version(buffer));
		}
		return epochs;
	}

	private static void putName(ByteBuffer buffer, byte[] name, RejectionCause whose) {
		if (name.length > MAXIMUM_NAME_BYTES) {
			throw new UnstorableException(whose, "A name of %d bytes is longer than the %d that a record can hold"
				.formatted(name.length, MAXIMUM_NAME_BYTES));
		}
		buffer.putShort((short) name.length).put(name);
	}

	private static String name(ByteBuffer buffer) {
		int length = Short.toUnsignedInt(buffer.getShort());
		String name = new String(buffer.array(), buffer.arrayOffset() + buffer.position(), length,
				StandardCharsets.UTF_8);
		buffer.position(buffer.position() + length);
		return name;
	}

	private static Version version(ByteBuffer buffer) {
		return new Version(buffer.getLong(), buffer.getLong());
	}

	private static int checksum(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		if (bytes[0] != FORMAT) {
			checksum.update(bytes, 0, 1);
		}
		checksum.update(bytes, CHECKED_FROM, bytes.length - CHECKED_FROM);
		return (int) checksum.getValue();
	}

}

package io.cachebridge.core;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

/**
 * Makes values smaller. A compressed value is its length of before in four bytes, then
 * what the compressor has made of it. It is read only if that length is within a limit,
 * and no more is allocated than that length, so that a few bytes which stand for very
 * many do no harm.
 */
final class ValueCompression {

	/**
	 * What other nodes may have written, whose maximum for values is higher.
	 */
	static final DataSize READ_ANYWAY = DataSize.ofMegabytes(16);

	private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

	private static final int LENGTH_BYTES = 4;

	private final CompressionSettings settings;

	private final long maximumLength;

	private final Map<CompressionType, Compressor> compressors = new ConcurrentHashMap<>();

	/**
	 * Creates the compression.
	 * @param settings what is compressed, and how
	 * @param maximumSize the size of values that may be stored
	 * @throws LinkageError if the library to compress with is missing or does not run
	 * here
	 */
	ValueCompression(CompressionSettings settings, DataSize maximumSize) {
		this.settings = settings;
		this.maximumLength = Math.min(Math.max(maximumSize.toBytes(), READ_ANYWAY.toBytes()), LARGEST_ARRAY);
		if (settings.type() != CompressionType.NONE) {
			this.compressors.put(settings.type(), Compressor.of(settings.type()));
		}
	}

	/**
	 * Compresses a value if that makes the record smaller.
	 * @param value the value
	 * @return the value, compressed or as it was
	 */
	EncodedValue compress(EncodedValue value) {
		CompressionType type = this.settings.type();
		int length = value.bytes().length;
		if (type == CompressionType.NONE || length < this.settings.threshold().toBytes()) {
			return value;
		}
		byte[] compressed = compressor(type).compress(value.bytes());
		if (compressed == null) {
			return value;
		}
		String form = ValueForm.compressed(value.form(), type);
		int more = LENGTH_BYTES + form.length() - value.form().length();
		return (compressed.length + more < length)
				? new EncodedValue(form,
						ByteBuffer.allocate(LENGTH_BYTES + compressed.length).putInt(length).put(compressed).array())
				: value;
	}

	/**
	 * Restores a value.
	 * @param type how it was compressed
	 * @param bytes what {@link #compress} has made of it, possibly anything else
	 * @return the bytes of before
	 * @throws UnknownTypeException if the library is missing
	 * @throws CodecException if the bytes are damaged, or stand for more than is read
	 */
	byte[] decompress(CompressionType type, byte[] bytes) {
		int length = (bytes.length > LENGTH_BYTES) ? ByteBuffer.wrap(bytes).getInt() : -1;
		if (length <= bytes.length || length > this.maximumLength) {
			throw new CodecException("A compressed value of this length is damaged, or larger than the %d bytes "
				.formatted(this.maximumLength) + "that are read");
		}
		Compressor compressor = compressor(type);
		byte[] value = new byte[length];
		compressor.decompress(bytes, LENGTH_BYTES, value);
		return value;
	}

	private Compressor compressor(CompressionType type) {
		try {
			return this.compressors.computeIfAbsent(type, Compressor::of);
		}
		catch (LinkageError ex) {
			throw new UnknownTypeException(
					"The library of compression '%s' is missing or does not run here".formatted(type), ex);
		}
	}

}

package io.cachebridge.core;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;

/**
 * A way to make bytes fewer. Thread-safe.
 */
interface Compressor {

	/**
	 * Compresses.
	 * @param bytes the bytes
	 * @return the compressed bytes, or {@code null} if they would not be fewer
	 */
	byte @Nullable [] compress(byte[] bytes);

	/**
	 * Restores what was compressed.
	 * @param bytes holds the compressed bytes, possibly anything else
	 * @param offset where they begin; they reach to the end
	 * @param target is filled; nothing else is allocated that depends on the bytes
	 * @throws CodecException if the bytes are not those of exactly so many
	 */
	void decompress(byte[] bytes, int offset, byte[] target);

	/**
	 * Returns the compressor of a type.
	 * @param type the type, not none
	 * @return the compressor
	 * @throws LinkageError if its library is missing or does not run here
	 */
	static Compressor of(CompressionType type) {
		return switch (type) {
			case DEFLATE -> new DeflateCompressor();
			case LZ4 -> new Lz4Compressor();
			case ZSTD -> new ZstdCompressor();
			case NONE -> throw new IllegalArgumentException("No compression has no compressor");
		};
	}

}

package io.cachebridge.core;

import com.github.luben.zstd.Zstd;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;

/**
 * A frame of Zstandard, by the native library.
 */
final class ZstdCompressor implements Compressor {

	private final int level = Zstd.defaultCompressionLevel();

	@Override
	public byte @Nullable [] compress(byte[] bytes) {
		byte[] compressed = Zstd.compress(bytes, this.level);
		return (compressed.length < bytes.length) ? compressed : null;
	}

	@Override
	public void decompress(byte[] bytes, int offset, byte[] target) {
		long length;
		try {
			length = Zstd.decompressByteArray(target, 0, target.length, bytes, offset, bytes.length - offset);
		}
		catch (RuntimeException ex) {
			throw new CodecException("The value in Zstandard is damaged", ex);
		}
		if (length != target.length) {
			throw new CodecException("The value in Zstandard is damaged or does not have the length it should have");
		}
	}

}

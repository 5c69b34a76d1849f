package io.cachebridge.core;

import java.util.Arrays;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;

/**
 * A block of LZ4, by the native library where it runs, else in Java.
 */
final class Lz4Compressor implements Compressor {

	private final LZ4Compressor compressor;

	private final LZ4SafeDecompressor decompressor;

	Lz4Compressor() {
		LZ4Factory factory = LZ4Factory.fastestInstance();
		this.compressor = factory.fastCompressor();
		this.decompressor = factory.safeDecompressor();
	}

	@Override
	public byte @Nullable [] compress(byte[] bytes) {
		byte[] compressed = new byte[this.compressor.maxCompressedLength(bytes.length)];
		int length = this.compressor.compress(bytes, 0, bytes.length, compressed, 0, compressed.length);
		return (length < bytes.length) ? Arrays.copyOf(compressed, length) : null;
	}

	@Override
	public void decompress(byte[] bytes, int offset, byte[] target) {
		try {
			int length = this.decompressor.decompress(bytes, offset, bytes.length - offset, target, 0, target.length);
			if (length != target.length) {
				throw new CodecException("The value in LZ4 does not have the length it should have");
			}
		}
		catch (LZ4Exception ex) {
			throw new CodecException("The value in LZ4 is damaged", ex);
		}
	}

}

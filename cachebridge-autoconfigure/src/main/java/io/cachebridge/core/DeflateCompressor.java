package io.cachebridge.core;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;

/**
 * Deflate (RFC 1951) as the JDK has it, without the header and checksum of zlib.
 */
final class DeflateCompressor implements Compressor {

	private static final boolean WITHOUT_HEADER = true;

	@Override
	public byte @Nullable [] compress(byte[] bytes) {
		Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, WITHOUT_HEADER);
		try {
			deflater.setInput(bytes);
			deflater.finish();
			byte[] compressed = new byte[bytes.length];
			int length = deflater.deflate(compressed);
			return deflater.finished() ? Arrays.copyOf(compressed, length) : null;
		}
		finally {
			deflater.end();
		}
	}

	@Override
	public void decompress(byte[] bytes, int offset, byte[] target) {
		Inflater inflater = new Inflater(WITHOUT_HEADER);
		try {
			inflater.setInput(bytes, offset, bytes.length - offset);
			int length = inflater.inflate(target);
			// Its end may follow the last byte
			boolean longer = inflater.inflate(new byte[1]) != 0;
			if (length != target.length || longer || !inflater.finished() || inflater.getRemaining() != 0) {
				throw new CodecException("The deflated value does not have the length it should have");
			}
		}
		catch (DataFormatException ex) {
			throw new CodecException("The deflated value is damaged", ex);
		}
		finally {
			inflater.end();
		}
	}

}

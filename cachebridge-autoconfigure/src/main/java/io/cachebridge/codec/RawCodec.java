package io.cachebridge.codec;

import java.lang.reflect.Type;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.ValueCodec;

/**
 * Stores byte arrays as they are.
 */
public final class RawCodec implements ValueCodec {

	@Override
	public String id() {
		return "raw";
	}

	@Override
	public byte[] encode(Object value, Type type) {
		if (value instanceof byte[] bytes) {
			return bytes.clone();
		}
		throw new CodecException("Class %s cannot be stored by the codec 'raw', which takes byte arrays only"
			.formatted(value.getClass().getName()));
	}

	@Override
	public Object decode(byte[] bytes, Type type) {
		return bytes.clone();
	}

}

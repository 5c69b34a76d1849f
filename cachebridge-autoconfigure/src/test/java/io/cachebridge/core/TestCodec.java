package io.cachebridge.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Type;
import java.util.List;

import io.cachebridge.codec.Codecs;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;

/**
 * Writes values by Java serialization, and pretends on request not to know their types.
 */
final class TestCodec implements ValueCodec {

	static final String ID = "java";

	volatile boolean knowsTypes = true;

	/**
	 * Returns the codecs of an application that has just this one.
	 */
	Codecs asCodecs() {
		return new Codecs(List.of(this));
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public byte[] encode(Object value, Type type) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
			objects.writeObject(value);
		}
		catch (IOException ex) {
			throw new CodecException("Not serializable", ex);
		}
		return bytes.toByteArray();
	}

	@Override
	public Object decode(byte[] bytes, Type type) {
		if (!this.knowsTypes) {
			throw new UnknownTypeException("Not known on this node");
		}
		try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
			return objects.readObject();
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new CodecException("Not sound", ex);
		}
	}

}

package io.cachebridge.codec;

import org.apache.fory.config.Config;
import org.apache.fory.context.ReadContext;
import org.apache.fory.context.WriteContext;
import org.apache.fory.serializer.Serializer;

import io.cachebridge.spi.UnknownTypeException;

/**
 * Neither writes nor reads instances of a class.
 *
 * @param <T> the class
 */
final class ForyRefusal<T> extends Serializer<T> {

	ForyRefusal(Config config, Class<T> type) {
		super(config, type);
	}

	@Override
	public void write(WriteContext context, T value) {
		throw TypeNames.notAllowed(getType());
	}

	@Override
	public T read(ReadContext context) {
		throw new UnknownTypeException("Class '%s' is not allowed here".formatted(getType().getName()));
	}

}

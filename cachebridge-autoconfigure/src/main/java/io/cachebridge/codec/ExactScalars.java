package io.cachebridge.codec;

import java.util.List;
import java.util.function.BiConsumer;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * Writes boxed values of exactly one type. Generics do not hold at run time: a
 * {@code List<Integer>} from a native query may well hold a {@code Long}, and to convert
 * it on the way would give back another value than was put.
 */
final class ExactScalars {

	private ExactScalars() {
	}

	static List<ValueSerializer<?>> all() {
		return List.of(new Exact<>(Integer.class, (out, value) -> out.writeNumber(value.intValue()), true),
				new Exact<>(Boolean.class, (out, value) -> out.writeBoolean(value), true),
				new Exact<>(Short.class, (out, value) -> out.writeNumber(value.shortValue()), false),
				new Exact<>(Byte.class, (out, value) -> out.writeNumber(value.shortValue()), false));
	}

	private static final class Exact<T> extends StdScalarSerializer<T> {

		private final Class<T> type;

		private final BiConsumer<JsonGenerator, T> writer;

		/**
		 * Whether the JSON alone tells the type.
		 */
		private final boolean natural;

		Exact(Class<T> type, BiConsumer<JsonGenerator, T> writer, boolean natural) {
			super(type);
			this.type = type;
			this.writer = writer;
			this.natural = natural;
		}

		@Override
		public void serialize(T value, JsonGenerator generator, SerializationContext context) {
			this.writer.accept(generator, this.type.cast(value));
		}

		@Override
		public void serializeWithType(T value, JsonGenerator generator, SerializationContext context,
				TypeSerializer typing) {
			if (this.natural) {
				serialize(value, generator, context);
			}
			else {
				super.serializeWithType(value, generator, context, typing);
			}
		}

	}

}

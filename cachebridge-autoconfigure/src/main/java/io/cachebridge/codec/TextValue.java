package io.cachebridge.codec;

import java.time.DateTimeException;
import java.util.function.Function;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ser.std.StdScalarSerializer;

/**
 * How one type is written as text.
 *
 * @param <T> the type
 * @param type the type
 * @param writer gives the text of a value
 * @param reader gives the value of a text
 */
record TextValue<T>(Class<T> type, Function<T, String> writer, Function<String, T> reader) {

	ValueSerializer<T> serializer() {
		return new Serializer<>(this);
	}

	ValueDeserializer<T> deserializer() {
		return new Deserializer<>(this);
	}

	private static final class Serializer<T> extends StdScalarSerializer<T> {

		private final TextValue<T> text;

		Serializer(TextValue<T> text) {
			super(text.type());
			this.text = text;
		}

		@Override
		public void serialize(T value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(this.text.writer().apply(this.text.type().cast(value)));
		}

	}

	private static final class Deserializer<T> extends StdScalarDeserializer<T> {

		private final TextValue<T> text;

		Deserializer(TextValue<T> text) {
			super(text.type());
			this.text = text;
		}

		@Override
		@SuppressWarnings("unchecked")
		public T deserialize(JsonParser parser, DeserializationContext context) {
			if (parser.currentToken() != JsonToken.VALUE_STRING) {
				return (T) context.handleUnexpectedToken(this.text.type(), parser);
			}
			String string = parser.getString();
			try {
				return this.text.reader().apply(string);
			}
			catch (IllegalArgumentException | DateTimeException ex) {
				return (T) context.handleWeirdStringValue(this.text.type(), string, "%s", ex.getMessage());
			}
		}

	}

}

package io.cachebridge.codec;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;

import io.cachebridge.spi.CodecException;

/**
 * Reads what an {@link OptionalSerializer} wrote.
 */
final class OptionalDeserializer extends StdDeserializer<Optional<?>> {

	private final JavaType type;

	private final @Nullable ContentReader content;

	OptionalDeserializer(JavaType type) {
		this(type, null);
	}

	private OptionalDeserializer(JavaType type, @Nullable ContentReader content) {
		super(type);
		this.type = type;
		this.content = content;
	}

	@Override
	public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
		return new OptionalDeserializer(this.type, new ContentReader(this.type.getContentType(), context, property));
	}

	@Override
	public Optional<?> deserialize(JsonParser parser, DeserializationContext context) {
		if (this.content == null || parser.currentToken() != JsonToken.START_ARRAY) {
			throw new CodecException("No array where %s is declared".formatted(this.type));
		}
		if (parser.nextToken() == JsonToken.END_ARRAY) {
			return Optional.empty();
		}
		Object value = this.content.read(parser, context);
		if (value == null || parser.nextToken() != JsonToken.END_ARRAY) {
			throw new CodecException("Not one value in %s".formatted(this.type));
		}
		return Optional.of(value);
	}

}

package io.cachebridge.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;

/**
 * Reads what a {@link ContentWriter} wrote.
 */
final class ContentReader {

	private final ValueDeserializer<Object> deserializer;

	private final @Nullable TypeDeserializer typing;

	ContentReader(JavaType declared, DeserializationContext context, @Nullable BeanProperty property) {
		this.deserializer = context.findContextualValueDeserializer(declared, property);
		TypeDeserializer found = context.findTypeDeserializer(declared);
		this.typing = (found != null) ? found.forProperty(property) : null;
	}

	@Nullable Object read(JsonParser parser, DeserializationContext context) {
		if (parser.currentToken() == JsonToken.VALUE_NULL) {
			return this.deserializer.getNullValue(context);
		}
		return (this.typing != null) ? this.deserializer.deserializeWithType(parser, context, this.typing)
				: this.deserializer.deserialize(parser, context);
	}

}

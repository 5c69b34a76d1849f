package io.cachebridge.codec;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes an optional value as an array of none or one, so that an empty one, one that
 * holds an empty one, and none at all are told apart.
 */
final class OptionalSerializer extends StdSerializer<Optional<?>> {

	private final JavaType type;

	private final @Nullable ContentWriter content;

	OptionalSerializer(JavaType type) {
		this(type, null);
	}

	private OptionalSerializer(JavaType type, @Nullable ContentWriter content) {
		super(type);
		this.type = type;
		this.content = content;
	}

	@Override
	public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
		return new OptionalSerializer(this.type, new ContentWriter(this.type.getContentType(), context, property));
	}

	@Override
	public void serialize(Optional<?> value, JsonGenerator generator, SerializationContext context) {
		generator.writeStartArray();
		writeContent(value, generator, context);
		generator.writeEndArray();
	}

	@Override
	public void serializeWithType(Optional<?> value, JsonGenerator generator, SerializationContext context,
			TypeSerializer typing) {
		WritableTypeId id = typing.writeTypePrefix(generator, context, typing.typeId(value, JsonToken.START_ARRAY));
		writeContent(value, generator, context);
		typing.writeTypeSuffix(generator, context, id);
	}

	private void writeContent(Optional<?> value, JsonGenerator generator, SerializationContext context) {
		if (value.isPresent()) {
			ContentWriter writer = this.content;
			if (writer == null) {
				writer = new ContentWriter(this.type.getContentType(), context, null);
			}
			writer.write(value.get(), generator, context);
		}
	}

}

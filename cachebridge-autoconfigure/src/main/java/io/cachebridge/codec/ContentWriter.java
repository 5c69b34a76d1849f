package io.cachebridge.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

import io.cachebridge.spi.CodecException;

/**
 * Writes what a container holds, with its type where that is not the declared one.
 */
final class ContentWriter {

	private final JavaType declared;

	private final @Nullable BeanProperty property;

	private final @Nullable TypeSerializer typing;

	ContentWriter(JavaType declared, SerializationContext context, @Nullable BeanProperty property) {
		this.declared = declared;
		this.property = property;
		this.typing = context.findTypeSerializer(declared);
	}

	void write(@Nullable Object value, JsonGenerator generator, SerializationContext context) {
		if (value == null) {
			generator.writeNull();
			return;
		}
		Class<?> type = value.getClass();
		ValueSerializer<Object> serializer = this.declared.hasGenericTypes() ? context
			.findContentValueSerializer(context.constructSpecializedType(this.declared, type), this.property)
				: context.findContentValueSerializer(type, this.property);
		if (this.typing != null) {
			serializer.serializeWithType(value, generator, context, this.typing);
		}
		else if (this.declared.getRawClass().isInstance(value)) {
			serializer.serialize(value, generator, context);
		}
		else {
			throw new CodecException("%s found where %s is declared".formatted(type.getName(), this.declared));
		}
	}

}

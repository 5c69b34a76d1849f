package io.cachebridge.codec;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes a map whose keys are values of any type as an array of entries, each an array of
 * key and value.
 */
final class EntriesSerializer extends StdSerializer<Map<?, ?>> {

	private final JavaType type;

	private final @Nullable ContentWriter keys;

	private final @Nullable ContentWriter values;

	EntriesSerializer(JavaType type) {
		this(type, null, null);
	}

	private EntriesSerializer(JavaType type, @Nullable ContentWriter keys, @Nullable ContentWriter values) {
		super(type);
		this.type = type;
		this.keys = keys;
		this.values = values;
	}

	@Override
	public EntriesSerializer createContextual(SerializationContext context, @Nullable BeanProperty property) {
		return new EntriesSerializer(this.type, new ContentWriter(this.type.getKeyType(), context, property),
				new ContentWriter(this.type.getContentType(), context, property));
	}

	@Override
	public void serialize(Map<?, ?> map, JsonGenerator generator, SerializationContext context) {
		generator.writeStartArray(map);
		writeEntries(map, generator, context);
		generator.writeEndArray();
	}

	@Override
	public void serializeWithType(Map<?, ?> map, JsonGenerator generator, SerializationContext context,
			TypeSerializer typing) {
		WritableTypeId id = typing.writeTypePrefix(generator, context, typing.typeId(map, JsonToken.START_ARRAY));
		writeEntries(map, generator, context);
		typing.writeTypeSuffix(generator, context, id);
	}

	private void writeEntries(Map<?, ?> map, JsonGenerator generator, SerializationContext context) {
		if (this.keys == null || this.values == null) {
			createContextual(context, null).writeEntries(map, generator, context);
			return;
		}
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			generator.writeStartArray();
			this.keys.write(entry.getKey(), generator, context);
			this.values.write(entry.getValue(), generator, context);
			generator.writeEndArray();
		}
	}

	@Override
	public boolean isEmpty(SerializationContext context, Map<?, ?> map) {
		return map.isEmpty();
	}

}

package io.cachebridge.codec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;

import io.cachebridge.spi.CodecException;

/**
 * Reads what an {@link EntriesSerializer} wrote.
 */
final class EntriesDeserializer extends StdDeserializer<Map<?, ?>> {

	private final JavaType type;

	private final @Nullable ContentReader keys;

	private final @Nullable ContentReader values;

	EntriesDeserializer(JavaType type) {
		this(type, null, null);
	}

	private EntriesDeserializer(JavaType type, @Nullable ContentReader keys, @Nullable ContentReader values) {
		super(type);
		this.type = type;
		this.keys = keys;
		this.values = values;
	}

	@Override
	public ValueDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
		return new EntriesDeserializer(this.type, new ContentReader(this.type.getKeyType(), context, property),
				new ContentReader(this.type.getContentType(), context, property));
	}

	@Override
	public Map<?, ?> deserialize(JsonParser parser, DeserializationContext context) {
		if (this.keys == null || this.values == null || parser.currentToken() != JsonToken.START_ARRAY) {
			throw new CodecException("No array where %s is declared".formatted(this.type));
		}
		Map<Object, Object> map = emptyMap(this.type.getRawClass()).get();
		while (parser.nextToken() == JsonToken.START_ARRAY) {
			parser.nextToken();
			Object key = this.keys.read(parser, context);
			parser.nextToken();
			map.put(key, this.values.read(parser, context));
			expect(JsonToken.END_ARRAY, parser.nextToken());
		}
		expect(JsonToken.END_ARRAY, parser.currentToken());
		return map;
	}

	@Override
	public Object deserializeWithType(JsonParser parser, DeserializationContext context, TypeDeserializer typing) {
		return typing.deserializeTypedFromArray(parser, context);
	}

	private void expect(JsonToken expected, @Nullable JsonToken actual) {
		if (actual != expected) {
			throw new CodecException("No entries where %s is declared".formatted(this.type));
		}
	}

	private static Supplier<Map<Object, Object>> emptyMap(Class<?> type) {
		if (type == Map.class || type == LinkedHashMap.class) {
			return LinkedHashMap::new;
		}
		if (type == HashMap.class) {
			return HashMap::new;
		}
		if (type == ConcurrentSkipListMap.class) {
			return ConcurrentSkipListMap::new;
		}
		if (type == ConcurrentHashMap.class || type == ConcurrentMap.class) {
			return ConcurrentHashMap::new;
		}
		if (SortedMap.class.isAssignableFrom(type) && type.isAssignableFrom(TreeMap.class)) {
			return TreeMap::new;
		}
		throw new CodecException("Class %s cannot be stored with keys of any type".formatted(type.getName()));
	}

}

package io.cachebridge.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;

import io.cachebridge.spi.CodecException;

/**
 * Reads a value with or without the wrapper that names its type.
 *
 * @see RuntimeTyping
 */
final class RuntimeTypeDeserializer extends TypeDeserializer {

	/**
	 * More than the types of values in one position; bytes made up to name ever more of
	 * them must not fill the memory.
	 */
	private static final int MAXIMUM_CACHED = 1000;

	private final JavaType base;

	private final @Nullable BeanProperty property;

	private final TypeNames names;

	private final boolean arrayForm;

	private final Map<String, ValueDeserializer<Object>> byName = new ConcurrentHashMap<>();

	private volatile @Nullable ValueDeserializer<Object> plain;

	RuntimeTypeDeserializer(JavaType base, @Nullable BeanProperty property, TypeNames names) {
		this.base = base;
		this.property = property;
		this.names = names;
		this.arrayForm = RuntimeTyping.isArrayForm(base);
	}

	@Override
	public TypeDeserializer forProperty(@Nullable BeanProperty property) {
		return (property == this.property) ? this : new RuntimeTypeDeserializer(this.base, property, this.names);
	}

	@Override
	public As getTypeInclusion() {
		return As.WRAPPER_ARRAY;
	}

	@Override
	public @Nullable String getPropertyName() {
		return null;
	}

	@Override
	public @Nullable TypeIdResolver getTypeIdResolver() {
		return null;
	}

	@Override
	public @Nullable Class<?> getDefaultImpl() {
		return null;
	}

	@Override
	public @Nullable Object deserializeTypedFromObject(JsonParser parser, DeserializationContext context) {
		return deserialize(parser, context);
	}

	@Override
	public @Nullable Object deserializeTypedFromArray(JsonParser parser, DeserializationContext context) {
		return deserialize(parser, context);
	}

	@Override
	public @Nullable Object deserializeTypedFromScalar(JsonParser parser, DeserializationContext context) {
		return deserialize(parser, context);
	}

	@Override
	public @Nullable Object deserializeTypedFromAny(JsonParser parser, DeserializationContext context) {
		return deserialize(parser, context);
	}

	private @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
		JsonToken token = parser.currentToken();
		if (token == (this.arrayForm ? JsonToken.START_OBJECT : JsonToken.START_ARRAY)) {
			return unwrap(parser, context);
		}
		if (hasPlainForm()) {
			return plain(context).deserialize(parser, context);
		}
		Object natural = natural(parser, token);
		if (!this.base.getRawClass().isInstance(natural)) {
			throw new CodecException("No value of %s".formatted(this.base));
		}
		return natural;
	}

	private boolean hasPlainForm() {
		return this.base.isContainerType() || (this.base.isConcrete() && !this.base.isJavaLangObject());
	}

	private Object unwrap(JsonParser parser, DeserializationContext context) {
		JsonToken first = parser.nextToken();
		if (first != (this.arrayForm ? JsonToken.PROPERTY_NAME : JsonToken.VALUE_STRING)) {
			throw new CodecException("No type in front of a value of %s".formatted(this.base));
		}
		ValueDeserializer<Object> deserializer = byName(parser.getString(), context);
		if (parser.nextToken() == JsonToken.VALUE_NULL) {
			throw new CodecException("No value behind a type");
		}
		Object value = deserializer.deserialize(parser, context);
		if (parser.nextToken() != (this.arrayForm ? JsonToken.END_OBJECT : JsonToken.END_ARRAY)) {
			throw new CodecException("More than one value behind a type");
		}
		return value;
	}

	private ValueDeserializer<Object> byName(String name, DeserializationContext context) {
		ValueDeserializer<Object> known = this.byName.get(name);
		if (known != null) {
			return known;
		}
		Class<?> type = this.names.resolve(name);
		if (!this.base.isTypeOrSuperTypeOf(type)) {
			throw new CodecException("%s is no %s".formatted(type.getName(), this.base));
		}
		JavaType specialized = context.constructSpecializedType(this.base, type);
		ValueDeserializer<Object> found = context.findContextualValueDeserializer(specialized, this.property);
		if (this.byName.size() < MAXIMUM_CACHED) {
			this.byName.put(name, found);
		}
		return found;
	}

	private ValueDeserializer<Object> plain(DeserializationContext context) {
		ValueDeserializer<Object> known = this.plain;
		if (known == null) {
			known = context.findContextualValueDeserializer(this.base, this.property);
			this.plain = known;
		}
		return known;
	}

	private static @Nullable Object natural(JsonParser parser, JsonToken token) {
		return switch (token) {
			case VALUE_STRING -> parser.getString();
			case VALUE_NUMBER_INT -> parser.getIntValue();
			case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			default -> null;
		};
	}

}

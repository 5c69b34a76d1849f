package io.cachebridge.codec;

import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeResolverBuilder;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Adds the type of a value to its JSON where it is not the declared one. A value of the
 * declared type is written plain. Another one is wrapped: {@code ["type", value]} where
 * the plain form is never an array, {@code {"type": value}} where it is one. What needs
 * no wrapper costs no byte, and which of the two was written shows in the first token.
 */
final class RuntimeTyping implements TypeResolverBuilder<RuntimeTyping> {

	/**
	 * Not final, yet nobody extends them.
	 */
	private static final Set<Class<?>> EXACT = Set.of(BigDecimal.class, BigInteger.class, ZoneId.class);

	private static final Set<Class<?>> NAME_KEYS = Set.of(String.class, Integer.class, Long.class, UUID.class);

	private final TypeNames names;

	private final ValueKinds kinds;

	private final FirstSightings sightings;

	RuntimeTyping(TypeNames names, ValueKinds kinds, FirstSightings sightings) {
		this.names = names;
		this.kinds = kinds;
		this.sightings = sightings;
	}

	@Override
	public @Nullable Class<?> getDefaultImpl() {
		return null;
	}

	@Override
	public @Nullable TypeSerializer buildTypeSerializer(SerializationContext context, JavaType base,
			@Nullable Collection<NamedType> subtypes) {
		return isExact(base) ? null : new RuntimeTypeSerializer(base, this.names, this.kinds, this.sightings);
	}

	@Override
	public @Nullable TypeDeserializer buildTypeDeserializer(DeserializationContext context, JavaType base,
			@Nullable Collection<NamedType> subtypes) {
		return isExact(base) ? null : new RuntimeTypeDeserializer(base, null, this.names);
	}

	@Override
	public RuntimeTyping init(JsonTypeInfo.@Nullable Value settings, @Nullable TypeIdResolver resolver) {
		return this;
	}

	@Override
	public RuntimeTyping withDefaultImpl(Class<?> defaultImpl) {
		return this;
	}

	@Override
	public RuntimeTyping withSettings(JsonTypeInfo.Value settings) {
		return this;
	}

	/**
	 * Tells whether all values of a declared type come back as that type, so that no
	 * position of it ever holds a wrapper.
	 * @param type the type
	 * @return whether they all do
	 */
	static boolean isExact(JavaType type) {
		Class<?> raw = type.getRawClass();
		while (raw.isArray()) {
			raw = raw.getComponentType();
		}
		return Modifier.isFinal(raw.getModifiers()) || raw.isEnum() || EXACT.contains(raw);
	}

	/**
	 * Tells whether the plain form of a declared type is an array.
	 * @param type the type
	 * @return whether it is
	 */
	static boolean isArrayForm(JavaType type) {
		return type.isArrayType() || type.isCollectionLikeType() || (type.isMapLikeType() && !hasNameKeys(type));
	}

	/**
	 * Tells whether the keys of a map are written as names of an object. Others do not
	 * survive that, and such maps are written as arrays of entries.
	 * @param map the type of the map
	 * @return whether they are
	 */
	static boolean hasNameKeys(JavaType map) {
		JavaType key = map.getKeyType();
		return key != null && (NAME_KEYS.contains(key.getRawClass()) || key.isEnumImplType());
	}

}

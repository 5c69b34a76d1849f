package io.cachebridge.codec;

import java.lang.reflect.Modifier;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.Deserializers;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.type.CollectionLikeType;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapLikeType;
import tools.jackson.databind.type.MapType;
import tools.jackson.databind.type.ReferenceType;

/**
 * Stands in front of all other deserializers and refuses to have one made for a class
 * that is not allowed, be it named in the bytes or declared by a field.
 */
final class AllowedDeserializers implements Deserializers {

	private final TypeNames names;

	AllowedDeserializers(TypeNames names) {
		this.names = names;
	}

	private void check(JavaType type) {
		Class<?> raw = type.getRawClass();
		boolean harmless = !BuiltInTypes.isJdk(raw) && Modifier.isAbstract(raw.getModifiers()) && !raw.isEnum();
		if (!harmless && !this.names.allows(raw)) {
			throw TypeNames.notAllowed(raw);
		}
	}

	@Override
	public boolean hasDeserializerFor(DeserializationConfig config, Class<?> type) {
		return false;
	}

	@Override
	public @Nullable ValueDeserializer<?> findEnumDeserializer(JavaType type, DeserializationConfig config,
			BeanDescription.Supplier description) {
		check(type);
		return null;
	}

	@Override
	public @Nullable ValueDeserializer<?> findTreeNodeDeserializer(JavaType type, DeserializationConfig config,
			BeanDescription.Supplier description) {
		check(type);
		return null;
	}

	@Override
	public @Nullable ValueDeserializer<?> findBeanDeserializer(JavaType type, DeserializationConfig config,
			BeanDescription.Supplier description) {
		check(type);
		return JdkScalars.deserializer(type.getRawClass());
	}

	@Override
	public @Nullable ValueDeserializer<?> findReferenceDeserializer(ReferenceType type, DeserializationConfig config,
			BeanDescription.Supplier description, @Nullable TypeDeserializer typing,
			@Nullable ValueDeserializer<?> content) {
		check(type);
		return (type.getRawClass() == Optional.class) ? new OptionalDeserializer(type)
				: JdkScalars.deserializer(type.getRawClass());
	}

	@Override
	public @Nullable ValueDeserializer<?> findCollectionDeserializer(CollectionType type, DeserializationConfig config,
			BeanDescription.Supplier description, @Nullable TypeDeserializer typing,
			@Nullable ValueDeserializer<?> content) {
		check(type);
		return null;
	}

	@Override
	public @Nullable ValueDeserializer<?> findCollectionLikeDeserializer(CollectionLikeType type,
			DeserializationConfig config, BeanDescription.Supplier description, @Nullable TypeDeserializer typing,
			@Nullable ValueDeserializer<?> content) {
		check(type);
		return null;
	}

	@Override
	public @Nullable ValueDeserializer<?> findMapDeserializer(MapType type, DeserializationConfig config,
			BeanDescription.Supplier description, @Nullable KeyDeserializer keys, @Nullable TypeDeserializer typing,
			@Nullable ValueDeserializer<?> content) {
		check(type);
		check(type.getKeyType());
		return RuntimeTyping.hasNameKeys(type) ? null : new EntriesDeserializer(type);
	}

	@Override
	public @Nullable ValueDeserializer<?> findMapLikeDeserializer(MapLikeType type, DeserializationConfig config,
			BeanDescription.Supplier description, @Nullable KeyDeserializer keys, @Nullable TypeDeserializer typing,
			@Nullable ValueDeserializer<?> content) {
		check(type);
		return null;
	}

}

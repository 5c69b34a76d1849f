package io.cachebridge.codec;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.Serializers;
import tools.jackson.databind.ser.jdk.CollectionSerializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;
import tools.jackson.databind.type.ReferenceType;

/**
 * Finds the serializers of containers that JSON cannot express by itself.
 */
final class ContainerSerializers implements Serializers {

	/**
	 * A set of enums that is only declared as a set of something must name their type.
	 */
	@Override
	public @Nullable ValueSerializer<?> findCollectionSerializer(SerializationConfig config, CollectionType type,
			BeanDescription.Supplier description, JsonFormat.@Nullable Value format,
			@Nullable TypeSerializer elementTyping, @Nullable ValueSerializer<Object> elementSerializer) {
		boolean nameless = EnumSet.class.isAssignableFrom(type.getRawClass())
				&& !type.getContentType().isEnumImplType();
		return nameless ? new CollectionSerializer(config.constructType(Serializable.class), false, elementTyping, null)
				: null;
	}

	@Override
	public @Nullable ValueSerializer<?> findMapSerializer(SerializationConfig config, MapType type,
			BeanDescription.Supplier description, JsonFormat.@Nullable Value format,
			@Nullable ValueSerializer<Object> keySerializer, @Nullable TypeSerializer valueTyping,
			@Nullable ValueSerializer<Object> valueSerializer) {
		return RuntimeTyping.hasNameKeys(type) ? null : new EntriesSerializer(type);
	}

	@Override
	public @Nullable ValueSerializer<?> findReferenceSerializer(SerializationConfig config, ReferenceType type,
			BeanDescription.Supplier description, JsonFormat.@Nullable Value format,
			@Nullable TypeSerializer contentTyping, @Nullable ValueSerializer<Object> contentSerializer) {
		return (type.getRawClass() == Optional.class) ? new OptionalSerializer(type) : null;
	}

}

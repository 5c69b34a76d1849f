package io.cachebridge.codec;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.BeanSerializerBuilder;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

import io.cachebridge.spi.CodecException;

/**
 * Refuses classes whose state would not be written as a whole, and has values of own
 * serializers always named, as nobody knows what form these give them.
 */
final class StateWriters extends ValueSerializerModifier {

	private static final long serialVersionUID = 1L;

	private final transient FirstSightings sightings;

	StateWriters(FirstSightings sightings) {
		this.sightings = sightings;
	}

	/**
	 * Has values proven each time if an annotation says how a property is written or
	 * read.
	 */
	@Override
	public List<BeanPropertyWriter> changeProperties(SerializationConfig config, BeanDescription.Supplier description,
			List<BeanPropertyWriter> properties) {
		AnnotationIntrospector annotations = config.getAnnotationIntrospector();
		return properties.stream()
			.map((property) -> (property.hasSerializer()
					|| annotations.findDeserializer(config, property.getMember()) != null
					|| annotations.findDeserializationConverter(config, property.getMember()) != null)
							? new DoubtedProperty(property, this.sightings) : property)
			.collect(Collectors.toList());
	}

	@Override
	public BeanSerializerBuilder updateBuilder(SerializationConfig config, BeanDescription.Supplier description,
			BeanSerializerBuilder builder) {
		Class<?> type = description.getBeanClass();
		if (!BuiltInTypes.isJdk(type)) {
			StorableClasses.check(type);
			Set<String> written = builder.getProperties()
				.stream()
				.map(BeanPropertyWriter::getName)
				.collect(Collectors.toSet());
			requireState(type, description.get().findProperties(), written, "written");
		}
		return builder;
	}

	/**
	 * Refuses a class with a field that is none of some properties.
	 * @param type the type
	 * @param properties all properties that are known of it
	 * @param names those that count
	 * @param done what is done to those that count, for the message
	 */
	static void requireState(Class<?> type, List<BeanPropertyDefinition> properties, Set<String> names, String done) {
		Set<String> covered = new HashSet<>();
		for (BeanPropertyDefinition property : properties) {
			if (names.contains(property.getName())) {
				covered.add(property.getInternalName());
				if (property.getField() != null) {
					covered.add(property.getField().getName());
				}
			}
		}
		Set<String> missing = StorableClasses.stateOf(type);
		missing.removeAll(covered);
		if (!missing.isEmpty()) {
			throw new CodecException(("Class %s cannot be stored, because its fields %s are not %s; make it a record, "
					+ "give it a constructor without arguments and no final fields, or make fields that need not come "
					+ "back transient")
				.formatted(type.getName(), missing, done));
		}
	}

	@Override
	public ValueSerializer<?> modifySerializer(SerializationConfig config, BeanDescription.Supplier description,
			ValueSerializer<?> serializer) {
		boolean known = serializer instanceof BeanSerializerBase || BuiltInTypes.isJdk(description.getBeanClass())
				|| description.getBeanClass().isPrimitive() || description.getType().isEnumType();
		return known ? serializer : new Named(serializer, this.sightings);
	}

	@SuppressWarnings("unchecked")
	private static final class Named extends ValueSerializer<Object> {

		private final ValueSerializer<Object> own;

		private final FirstSightings sightings;

		Named(ValueSerializer<?> own, FirstSightings sightings) {
			this.own = (ValueSerializer<Object>) own;
			this.sightings = sightings;
		}

		@Override
		public void resolve(SerializationContext context) {
			this.own.resolve(context);
		}

		@Override
		public ValueSerializer<?> createContextual(SerializationContext context, @Nullable BeanProperty property) {
			ValueSerializer<?> contextual = this.own.createContextual(context, property);
			return (contextual == this.own) ? this : new Named(contextual, this.sightings);
		}

		@Override
		public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
			this.sightings.doubt();
			this.own.serialize(value, generator, context);
		}

		@Override
		public void serializeWithType(Object value, JsonGenerator generator, SerializationContext context,
				TypeSerializer typing) {
			this.sightings.doubt();
			WritableTypeId id = typing.writeTypePrefix(generator, context,
					typing.typeId(value, RuntimeTypeSerializer.UNKNOWN_FORM));
			this.own.serialize(value, generator, context);
			typing.writeTypeSuffix(generator, context, id);
		}

	}

	private static final class DoubtedProperty extends BeanPropertyWriter {

		private static final long serialVersionUID = 1L;

		private final transient FirstSightings sightings;

		DoubtedProperty(BeanPropertyWriter property, FirstSightings sightings) {
			super(property);
			this.sightings = sightings;
		}

		@Override
		public void serializeAsProperty(Object bean, JsonGenerator generator, SerializationContext context)
				throws Exception {
			this.sightings.doubt();
			super.serializeAsProperty(bean, generator, context);
		}

	}

}

package io.cachebridge.codec;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.jdk.NumberDeserializers;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.jdk.UUIDDeserializer;
import tools.jackson.databind.module.SimpleSerializers;
import tools.jackson.databind.ser.jdk.NumberSerializers;
import tools.jackson.databind.ser.jdk.StringSerializer;
import tools.jackson.databind.ser.jdk.UUIDSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/**
 * How single values of the JDK are written and read, whatever modules of the application
 * do with them: one that trims texts or rounds numbers would give back another value.
 */
final class JdkScalars {

	private static final Map<Class<?>, ValueDeserializer<?>> DESERIALIZERS = new HashMap<>();

	static {
		TextValues.all().forEach((text) -> DESERIALIZERS.put(text.type(), text.deserializer()));
		DESERIALIZERS.put(BigDecimal.class, new DecimalDeserializer());
		DESERIALIZERS.put(String.class, StringDeserializer.instance);
		DESERIALIZERS.put(UUID.class, new UUIDDeserializer());
	}

	private JdkScalars() {
	}

	static @Nullable ValueDeserializer<?> deserializer(Class<?> type) {
		ValueDeserializer<?> known = DESERIALIZERS.get(type);
		return (known != null) ? known : NumberDeserializers.find(type);
	}

	static SimpleSerializers serializers() {
		SimpleSerializers serializers = new SimpleSerializers();
		Map<String, ValueSerializer<?>> numbers = new HashMap<>();
		NumberSerializers.addAll(numbers);
		for (Class<?> type : new Class<?>[] { int.class, short.class, byte.class, long.class, Long.class, float.class,
				Float.class, double.class, Double.class }) {
			add(serializers, type, numbers.get(type.getName()));
		}
		add(serializers, String.class, StringSerializer.instance);
		add(serializers, UUID.class, new UUIDSerializer());
		add(serializers, char.class, new ToStringSerializer(char.class));
		add(serializers, Character.class, new ToStringSerializer(Character.class));
		TextValues.all().forEach((text) -> serializers.addSerializer(text.serializer()));
		ExactScalars.all().forEach(serializers::addSerializer);
		return serializers;
	}

	@SuppressWarnings("unchecked")
	private static void add(SimpleSerializers serializers, Class<?> type, @Nullable ValueSerializer<?> serializer) {
		if (serializer != null) {
			serializers.addSerializer((Class<Object>) type, (ValueSerializer<Object>) serializer);
		}
	}

}

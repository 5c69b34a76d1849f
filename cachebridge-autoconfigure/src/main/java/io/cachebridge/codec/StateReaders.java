package io.cachebridge.codec;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializer;

import io.cachebridge.spi.CodecException;

/**
 * Refuses classes that cannot be created or not given all of their state again.
 */
final class StateReaders extends ValueDeserializerModifier {

	private static final long serialVersionUID = 1L;

	@Override
	public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier description,
			ValueDeserializer<?> deserializer) {
		Class<?> type = description.getBeanClass();
		if (deserializer instanceof BeanDeserializer bean && !BuiltInTypes.isJdk(type)) {
			StorableClasses.check(type);
			ValueInstantiator instantiator = bean.getValueInstantiator();
			if (!instantiator.canInstantiate()) {
				throw new CodecException(("Class %s cannot be stored, because it has no constructor to create it with; "
						+ "make it a record or give it a constructor without arguments")
					.formatted(type.getName()));
			}
			if (description.get().findJsonValueAccessor() == null) {
				StateWriters.requireState(type, description.get().findProperties(), readable(bean), "read");
			}
		}
		return deserializer;
	}

	private static Set<String> readable(BeanDeserializer bean) {
		Set<String> names = new HashSet<>();
		for (Iterator<SettableBeanProperty> all : List.of(bean.properties(), bean.creatorProperties())) {
			all.forEachRemaining((property) -> names.add(property.getName()));
		}
		return names;
	}

}

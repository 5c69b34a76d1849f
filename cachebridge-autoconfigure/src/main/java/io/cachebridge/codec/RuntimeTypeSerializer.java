package io.cachebridge.codec;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.fasterxml.jackson.annotation.JsonTypeInfo.As;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Writes the wrapper around a value whose type is not the declared one.
 *
 * @see RuntimeTyping
 */
final class RuntimeTypeSerializer extends TypeSerializer {

	/**
	 * Marks a value whose form is not known, so that it is always wrapped.
	 */
	static final JsonToken UNKNOWN_FORM = JsonToken.NOT_AVAILABLE;

	private final JavaType base;

	private final boolean arrayForm;

	/**
	 * Whether values may have an order of their own.
	 */
	private final boolean ordered;

	private final TypeNames names;

	private final ValueKinds kinds;

	private final FirstSightings sightings;

	private final Map<Class<?>, Boolean> plainContainers = new ConcurrentHashMap<>();

	RuntimeTypeSerializer(JavaType base, TypeNames names, ValueKinds kinds, FirstSightings sightings) {
		this.base = base;
		this.arrayForm = RuntimeTyping.isArrayForm(base);
		this.ordered = !base.isArrayType() && (base.isContainerType() || base.isAbstract() || base.isJavaLangObject());
		this.names = names;
		this.kinds = kinds;
		this.sightings = sightings;
	}

	@Override
	public TypeSerializer forProperty(SerializationContext context, @Nullable BeanProperty property) {
		return this;
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
	public WritableTypeId writeTypePrefix(JsonGenerator generator, SerializationContext context, WritableTypeId id) {
		Class<?> type = id.forValue.getClass();
		if (this.ordered) {
			SortOrders.check(id.forValue);
		}
		if (!isPlain(type, id.valueShape)) {
			Class<?> kind = nameableKind(type);
			this.sightings.see(kind);
			writeWrapperStart(generator, this.names.nameOf(kind));
			id.wrapperWritten = true;
		}
		if (id.valueShape == JsonToken.START_OBJECT) {
			generator.writeStartObject(id.forValue);
		}
		else if (id.valueShape == JsonToken.START_ARRAY) {
			generator.writeStartArray(id.forValue);
		}
		return id;
	}

	private void writeWrapperStart(JsonGenerator generator, String name) {
		if (this.arrayForm) {
			generator.writeStartObject();
			generator.writeName(name);
		}
		else {
			generator.writeStartArray();
			generator.writeString(name);
		}
	}

	@Override
	public WritableTypeId writeTypeSuffix(JsonGenerator generator, SerializationContext context, WritableTypeId id) {
		if (id.valueShape == JsonToken.START_OBJECT) {
			generator.writeEndObject();
		}
		else if (id.valueShape == JsonToken.START_ARRAY) {
			generator.writeEndArray();
		}
		if (id.wrapperWritten) {
			if (this.arrayForm) {
				generator.writeEndObject();
			}
			else {
				generator.writeEndArray();
			}
		}
		return id;
	}

	private boolean isPlain(Class<?> type, JsonToken shape) {
		if (!this.base.isContainerType()) {
			return type == this.base.getRawClass() && shape != UNKNOWN_FORM && shape != JsonToken.START_ARRAY;
		}
		Boolean known = this.plainContainers.get(type);
		if (known == null) {
			known = isPlainContainer(type, this.base.getRawClass());
			this.plainContainers.put(type, known);
		}
		return known;
	}

	private boolean isPlainContainer(Class<?> type, Class<?> declared) {
		if (type == declared || this.base.isArrayType()) {
			return type == declared;
		}
		if (!BuiltInTypes.contains(declared)) {
			return this.base.isAbstract();
		}
		Class<?> kind = this.kinds.kindOf(type);
		if (kind == declared) {
			return true;
		}
		boolean family = BuiltInTypes.contains(kind) && ValueKinds.familyOf(kind) == ValueKinds.familyOf(declared);
		return declared.isInterface() && (family || isDefaultOf(declared, kind));
	}

	// A declared Collection comes back as a list.
	private static boolean isDefaultOf(Class<?> declared, Class<?> kind) {
		return declared == Collection.class && ValueKinds.familyOf(kind) == List.class && BuiltInTypes.contains(kind);
	}

	// Sets and maps of enums come back as such only where they are declared so: an empty
	// one does not tell of which.
	private Class<?> nameableKind(Class<?> type) {
		Class<?> kind = this.kinds.kindOf(type);
		return (kind == EnumSet.class || kind == EnumMap.class) ? ValueKinds.familyOf(kind) : kind;
	}

}

package io.cachebridge.codec;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

/**
 * Tells whether a value is what a type with arguments says, down to the elements.
 * Generics do not hold at run time, and a declared type is only a hint.
 */
final class Conformance {

	private static final int MAXIMUM_DEPTH = 16;

	private final TypeFactory types;

	Conformance(TypeFactory types) {
		this.types = types;
	}

	boolean conforms(@Nullable Object value, JavaType type) {
		return conforms(value, type, 0);
	}

	private boolean conforms(@Nullable Object value, JavaType type, int depth) {
		if (value == null || type.isJavaLangObject()) {
			return true;
		}
		if (depth > MAXIMUM_DEPTH || !type.getRawClass().isInstance(value)) {
			return false;
		}
		if (value instanceof Collection<?> collection && type.isCollectionLikeType()) {
			return allConform(collection, type.getContentType(), depth);
		}
		if (value instanceof Map<?, ?> map && type.isMapLikeType()) {
			return allConform(map.keySet(), type.getKeyType(), depth)
					&& allConform(map.values(), type.getContentType(), depth);
		}
		if (value instanceof Optional<?> optional) {
			return conforms(optional.orElse(null), type.getContentType(), depth + 1);
		}
		return type.containedTypeCount() == 0 || fieldsConform(value, type, depth);
	}

	private boolean allConform(Collection<?> elements, JavaType type, int depth) {
		Class<?> exact = (type.isFinal() && type.containedTypeCount() == 0) ? type.getRawClass() : null;
		for (Object element : elements) {
			boolean conforms = (exact != null && element != null) ? element.getClass() == exact
					: conforms(element, type, depth + 1);
			if (!conforms) {
				return false;
			}
		}
		return true;
	}

	private boolean fieldsConform(Object value, JavaType type, int depth) {
		Class<?> raw = type.getRawClass();
		if (raw != value.getClass() || raw.getSuperclass().getTypeParameters().length > 0) {
			return false;
		}
		for (Field field : StorableClasses.stateFields(raw)) {
			if (!(field.getGenericType() instanceof Class) && !fieldConforms(field, value, type, depth)) {
				return false;
			}
		}
		return true;
	}

	private boolean fieldConforms(Field field, Object value, JavaType type, int depth) {
		try {
			JavaType resolved = this.types.resolveMemberType(field.getGenericType(), type.getBindings());
			return field.trySetAccessible() && conforms(field.get(value), resolved, depth + 1);
		}
		catch (IllegalAccessException ex) {
			return false;
		}
	}

}

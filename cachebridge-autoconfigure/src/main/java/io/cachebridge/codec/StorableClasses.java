package io.cachebridge.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;

/**
 * Refuses classes whose instances another node could not create, or not with all of their
 * state.
 */
final class StorableClasses {

	private StorableClasses() {
	}

	/**
	 * Refuses classes without a name of their own that another process knows.
	 * @param type the type
	 */
	static void check(Class<?> type) {
		String reason = reasonAgainst(type);
		if (reason != null) {
			throw new CodecException("Class %s cannot be stored, because it is %s; use a record or a top-level class"
				.formatted(type.getName(), reason));
		}
	}

	private static @Nullable String reasonAgainst(Class<?> type) {
		if (type.isHidden() || type.isSynthetic()) {
			return "generated at run time or a lambda";
		}
		if (Proxy.isProxyClass(type)) {
			return "a proxy";
		}
		if (type.isAnonymousClass() || type.isLocalClass()) {
			return "anonymous or local";
		}
		if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
			return "an inner class that is not static";
		}
		if (type.getName().chars().anyMatch((c) -> c <= ' ' || "<>,[]".indexOf(c) >= 0)) {
			return "named with characters that names in stored values cannot have";
		}
		return null;
	}

	/**
	 * Returns the names of the fields that make up the state of an instance: all but
	 * static and transient ones.
	 * @param type the type
	 * @return the names
	 * @throws CodecException if there is state that cannot be reached
	 */
	static Set<String> stateOf(Class<?> type) {
		Set<String> names = new TreeSet<>();
		for (Class<?> current = type; current != null && current != Object.class; current = current.getSuperclass()) {
			for (Field field : stateFields(current)) {
				if (BuiltInTypes.isJdk(current)) {
					throw new CodecException("Class %s cannot be stored, because it extends %s, whose state is hidden"
						.formatted(type.getName(), current.getName()));
				}
				if (!names.add(field.getName())) {
					throw new CodecException("Class %s cannot be stored, because it has two fields named '%s'"
						.formatted(type.getName(), field.getName()));
				}
			}
		}
		return names;
	}

	/**
	 * Refuses collections and maps of the application that hold more than their elements.
	 * @param type the type
	 */
	static void checkContainer(Class<?> type) {
		for (Class<?> current = type; current != null
				&& !BuiltInTypes.isJdk(current); current = current.getSuperclass()) {
			if (stateFields(current).length > 0) {
				throw new CodecException(
						"Class %s cannot be stored, because it has fields beside its elements; make it a "
							.formatted(type.getName()) + "record that holds a collection");
			}
		}
	}

	static Field[] stateFields(Class<?> type) {
		return Arrays.stream(type.getDeclaredFields())
			.filter((field) -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
			.filter((field) -> !field.isSynthetic())
			.sorted(Comparator.comparing(Field::getName))
			.toArray(Field[]::new);
	}

}

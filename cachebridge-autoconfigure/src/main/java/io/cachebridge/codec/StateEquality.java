package io.cachebridge.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Compares values by all they are made of, because a class need not have an
 * {@code equals} of its own.
 */
final class StateEquality {

	private StateEquality() {
	}

	static boolean equal(@Nullable Object first, @Nullable Object second) {
		if (first == null || second == null) {
			return first == second;
		}
		if (first.equals(second)) {
			return true;
		}
		if (first instanceof Map<?, ?> one && second instanceof Map<?, ?> other) {
			return allMatched(new ArrayList<>(one.entrySet()), new ArrayList<>(other.entrySet()));
		}
		if (first instanceof Map.Entry<?, ?> one && second instanceof Map.Entry<?, ?> other) {
			return equal(one.getKey(), other.getKey()) && equal(one.getValue(), other.getValue());
		}
		if (first instanceof Set<?> one && second instanceof Set<?> other) {
			return allMatched(one, other);
		}
		if (first instanceof Collection<?> one && second instanceof Collection<?> other) {
			return allEqual(one, other);
		}
		if (first instanceof Optional<?> one && second instanceof Optional<?> other) {
			return equal(one.orElse(null), other.orElse(null));
		}
		if (first.getClass().isArray() && first.getClass() == second.getClass()) {
			return allEqual(elements(first), elements(second));
		}
		return first.getClass() == second.getClass() && !BuiltInTypes.isJdk(first.getClass())
				&& statesEqual(first, second);
	}

	private static boolean allEqual(Collection<?> first, Collection<?> second) {
		if (first.size() != second.size()) {
			return false;
		}
		Iterator<?> others = second.iterator();
		for (Object one : first) {
			if (!equal(one, others.next())) {
				return false;
			}
		}
		return true;
	}

	private static boolean allMatched(Collection<?> first, Collection<?> second) {
		if (first.size() != second.size()) {
			return false;
		}
		List<Object> open = new ArrayList<>(second);
		for (Object one : first) {
			if (!removeMatch(one, open)) {
				return false;
			}
		}
		return true;
	}

	private static boolean removeMatch(@Nullable Object one, List<Object> open) {
		for (Iterator<Object> others = open.iterator(); others.hasNext();) {
			if (equal(one, others.next())) {
				others.remove();
				return true;
			}
		}
		return false;
	}

	private static List<Object> elements(Object array) {
		List<Object> elements = new ArrayList<>();
		for (int i = 0; i < Array.getLength(array); i++) {
			elements.add(Array.get(array, i));
		}
		return elements;
	}

	private static boolean statesEqual(Object first, Object second) {
		for (Class<?> type = first.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
			for (Field field : StorableClasses.stateFields(type)) {
				if (!field.trySetAccessible() || !equal(read(field, first), read(field, second))) {
					return false;
				}
			}
		}
		return true;
	}

	private static @Nullable Object read(Field field, Object owner) {
		try {
			return field.get(owner);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

}

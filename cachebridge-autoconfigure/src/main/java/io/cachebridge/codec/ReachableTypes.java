package io.cachebridge.codec;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds the classes whose instances values of a declared type can be made of. Classes are
 * looked at and never initialized; one whose own dependencies are missing is skipped.
 */
final class ReachableTypes {

	/**
	 * More than any model of values has. Whoever reaches it returns something like an
	 * application context.
	 */
	private static final int MAXIMUM = 10_000;

	private final Set<String> names = new HashSet<>();

	private final Set<Type> seen = new HashSet<>();

	private final Deque<Type> open = new ArrayDeque<>();

	private ReachableTypes() {
	}

	static Set<String> from(Type type) {
		ReachableTypes reachable = new ReachableTypes();
		reachable.push(type);
		while (!reachable.open.isEmpty() && reachable.names.size() < MAXIMUM) {
			reachable.visit(reachable.open.pop());
		}
		return reachable.names;
	}

	private void push(@Nullable Type... types) {
		for (Type type : types) {
			if (type != null && this.seen.add(type)) {
				this.open.push(type);
			}
		}
	}

	private void visit(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			push(parameterized.getRawType());
			push(parameterized.getActualTypeArguments());
		}
		else if (type instanceof GenericArrayType array) {
			push(array.getGenericComponentType());
		}
		else if (type instanceof WildcardType wildcard) {
			push(wildcard.getUpperBounds());
			push(wildcard.getLowerBounds());
		}
		else if (type instanceof TypeVariable<?> variable) {
			push(variable.getBounds());
		}
		else if (type instanceof Class<?> raw) {
			visitClass(raw);
		}
	}

	private void visitClass(Class<?> type) {
		if (type.isArray()) {
			push(type.getComponentType());
		}
		else if (!type.isPrimitive() && !BuiltInTypes.isJdk(type)) {
			this.names.add(type.getName());
			try {
				pushReferences(type);
			}
			catch (LinkageError | TypeNotPresentException | java.lang.reflect.MalformedParameterizedTypeException ex) {
				return;
			}
		}
	}

	private void pushReferences(Class<?> type) {
		push(type.getGenericSuperclass());
		push(type.getGenericInterfaces());
		for (Field field : type.getDeclaredFields()) {
			if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
				push(field.getGenericType());
			}
		}
		if (type.isSealed()) {
			push(type.getPermittedSubclasses());
		}
	}

}

package io.cachebridge.codec;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.cachebridge.spi.UnknownTypeException;

/**
 * Tells which classes may occur in Java serialization: the allowed ones, and those in
 * which the JDK writes values and collections that are allowed.
 */
final class SerialTypes {

	private static final Set<String> FORMS = Stream
		.of(Stream.of("java.lang.Enum", "java.lang.Number", "java.lang.String$CaseInsensitiveComparator",
				"java.time.Ser", "java.util.Arrays$ArrayList", "java.util.CollSer",
				"java.util.Comparators$NaturalOrderComparator", "java.util.EnumSet",
				"java.util.EnumSet$SerializationProxy", "java.util.Map$Entry"),
				Stream
					.of("CopiesList", "EmptyList", "EmptyMap", "EmptySet", "ReverseComparator", "ReverseComparator2",
							"SingletonList", "SingletonMap", "SingletonSet", "SynchronizedCollection",
							"SynchronizedList", "SynchronizedMap", "SynchronizedRandomAccessList", "SynchronizedSet",
							"UnmodifiableCollection", "UnmodifiableList", "UnmodifiableMap", "UnmodifiableNavigableMap",
							"UnmodifiableNavigableSet", "UnmodifiableRandomAccessList", "UnmodifiableSet",
							"UnmodifiableSortedMap", "UnmodifiableSortedSet")
					.map("java.util.Collections$"::concat),
				Stream
					.of("ConcurrentHashMap$Segment", "locks.AbstractOwnableSynchronizer",
							"locks.AbstractQueuedSynchronizer", "locks.ReentrantLock",
							"locks.ReentrantLock$NonfairSync", "locks.ReentrantLock$Sync")
					.map("java.util.concurrent."::concat))
		.flatMap((names) -> names)
		.collect(Collectors.toUnmodifiableSet());

	private static final List<Class<?>> PRIMITIVES = List.of(boolean.class, byte.class, short.class, int.class,
			long.class, float.class, double.class, char.class);

	private final TypeAllowList allowed;

	private final ClassLoader loader;

	SerialTypes(TypeAllowList allowed, ClassLoader loader) {
		this.allowed = allowed;
		this.loader = loader;
	}

	void requireAllowed(Class<?> type) {
		Class<?> component = type;
		while (component.isArray()) {
			component = component.getComponentType();
		}
		if (!component.isPrimitive() && !allows(component.getName())) {
			throw TypeNames.notAllowed(component);
		}
	}

	static boolean isForm(String name) {
		return FORMS.contains(name);
	}

	boolean allows(String name) {
		return isForm(name) || this.allowed.allows(name);
	}

	/**
	 * Returns the class of that name, as of {@link Class#getName()}, loaded but not
	 * initialized.
	 * @param name the name
	 * @return the class
	 * @throws UnknownTypeException if it is not allowed or there is none
	 */
	Class<?> resolve(String name) {
		int dimensions = 0;
		while (name.startsWith("[", dimensions)) {
			dimensions++;
		}
		Class<?> type = (dimensions > 0) ? component(name.substring(dimensions)) : load(name);
		for (int i = 0; i < dimensions; i++) {
			type = type.arrayType();
		}
		return type;
	}

	private Class<?> component(String descriptor) {
		if (descriptor.startsWith("L") && descriptor.endsWith(";")) {
			return load(descriptor.substring(1, descriptor.length() - 1));
		}
		return PRIMITIVES.stream()
			.filter((type) -> type.descriptorString().equals(descriptor))
			.findFirst()
			.orElseThrow(() -> unknown(descriptor, null));
	}

	private Class<?> load(String name) {
		if (!allows(name)) {
			throw unknown(name, null);
		}
		try {
			return Class.forName(name, false, this.loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			throw unknown(name, ex);
		}
	}

	private static UnknownTypeException unknown(String name, @org.jspecify.annotations.Nullable Throwable cause) {
		return new UnknownTypeException(
				"Class '%s' is not known or not allowed here".formatted(TypeNames.printable(name)), cause);
	}

}

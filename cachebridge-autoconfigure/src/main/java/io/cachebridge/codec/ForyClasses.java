package io.cachebridge.codec;

import java.io.Externalizable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;

/**
 * The classes that Fory may write and create. Of the JDK it knows many more by itself,
 * among them lambdas, proxies, classes and exceptions, which all are refused.
 *
 * @param registered the classes of the application
 */
record ForyClasses(List<Class<?>> registered) {

	/**
	 * Classes of the JDK that Fory would not know.
	 */
	static final List<Class<?>> MORE = List.of(DayOfWeek.class, Month.class, ChronoUnit.class, TimeUnit.class,
			RoundingMode.class, ZoneId.of("Europe/Paris").getClass());

	/**
	 * Classes behind collections that the JDK makes, besides those that Java
	 * serialization knows.
	 */
	private static final List<String> COLLECTIONS = List.of("java.util.ImmutableCollections$",
			"java.util.Collections$Empty", "java.util.Collections$Singleton", "java.util.Collections$Synchronized",
			"java.util.Collections$Unmodifiable", "java.util.ArrayList$SubList", "java.util.AbstractList$",
			"java.util.RegularEnumSet", "java.util.JumboEnumSet", "java.util.concurrent.CopyOnWriteArraySet");

	private static final Set<String> HOOKS = Set.of("readObject", "writeObject", "readResolve", "writeReplace",
			"readObjectNoData");

	/**
	 * Returns the names of classes that can be reached from some.
	 * @param classes the names of these
	 * @param loader finds them
	 * @return the names
	 * @throws IllegalArgumentException if one is not there, or of the JDK
	 */
	static Set<String> reachable(Collection<String> classes, ClassLoader loader) {
		Set<String> names = new HashSet<>();
		for (String name : classes) {
			Class<?> type = BuiltInTypes.isJdk(name) ? null : load(name, loader);
			if (type == null) {
				throw new IllegalArgumentException(
						"'%s' must name classes of the application but one was '%s', which is none"
							.formatted(ForyCodec.PROPERTY, name));
			}
			names.addAll(ReachableTypes.from(type));
		}
		return Set.copyOf(names);
	}

	/**
	 * Finds those of some classes whose instances can be written.
	 * @param listed names of classes, among them of the JDK
	 * @param named more of them
	 * @param loader finds the classes
	 * @return the classes
	 */
	static ForyClasses of(Set<String> listed, Set<String> named, ClassLoader loader) {
		Set<String> names = new TreeSet<>(listed);
		names.addAll(named);
		return new ForyClasses(
				names.stream().filter((name) -> !BuiltInTypes.isJdk(name)).<Class<?>>mapMulti((name, classes) -> {
					Class<?> type = load(name, loader);
					if (type != null && isWritable(type)) {
						classes.accept(type);
					}
				}).toList());
	}

	private static @Nullable Class<?> load(String name, ClassLoader loader) {
		try {
			return Class.forName(name, false, loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	private static boolean isWritable(Class<?> type) {
		if (Enum.class.isAssignableFrom(type)) {
			return type.isEnum();
		}
		// Without instances, but arrays may be of them
		if (Modifier.isAbstract(type.getModifiers())) {
			return true;
		}
		try {
			StorableClasses.check(type);
			if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
				StorableClasses.checkContainer(type);
			}
			else {
				StorableClasses.stateOf(type);
			}
			return !Externalizable.class.isAssignableFrom(type) && !hasHook(type);
		}
		catch (CodecException | LinkageError ex) {
			return false;
		}
	}

	private static boolean hasHook(Class<?> type) {
		for (Class<?> current = type; current != null
				&& !BuiltInTypes.isJdk(current); current = current.getSuperclass()) {
			for (Method method : current.getDeclaredMethods()) {
				if (HOOKS.contains(method.getName())) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Tells whether values may hold instances of a class.
	 * @param type the class, of the JDK or of Fory or registered
	 * @return whether they may
	 */
	static boolean allows(Class<?> type) {
		if (type.isArray()) {
			return allows(type.getComponentType());
		}
		String name = type.getName();
		if (!BuiltInTypes.isJdk(name)) {
			return !name.startsWith("org.apache.fory.");
		}
		return type.isPrimitive() || BuiltInTypes.contains(type) || MORE.contains(type) || SerialTypes.isForm(name)
				|| COLLECTIONS.stream().anyMatch(name::startsWith);
	}

}

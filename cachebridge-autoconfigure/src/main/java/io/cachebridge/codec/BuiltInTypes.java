package io.cachebridge.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The types of the JDK that values may be made of, each with the short name it has in
 * stored bytes. Everything else of the JDK is refused, however it is named: a package
 * such as {@code java.util} holds types that do harm when they are created.
 */
final class BuiltInTypes {

	private static final List<Class<?>> VALUES = List.of(String.class, Boolean.class, Byte.class, Short.class,
			Integer.class, Long.class, Float.class, Double.class, Character.class, BigDecimal.class, BigInteger.class,
			UUID.class, URI.class, Locale.class, Currency.class, Optional.class, ZoneId.class, DayOfWeek.class,
			Month.class, ChronoUnit.class, TimeUnit.class, RoundingMode.class);

	/**
	 * Containers that come back as exactly this class, if they were exactly this class.
	 */
	private static final List<Class<?>> CONTAINERS = List.of(ArrayList.class, LinkedList.class,
			CopyOnWriteArrayList.class, ArrayDeque.class, HashSet.class, LinkedHashSet.class, TreeSet.class,
			ConcurrentSkipListSet.class, EnumSet.class, HashMap.class, LinkedHashMap.class, TreeMap.class,
			EnumMap.class, ConcurrentHashMap.class, ConcurrentSkipListMap.class);

	private static final List<Class<?>> ABSTRACT = List.of(Object.class, Number.class, CharSequence.class,
			Comparable.class, java.io.Serializable.class, Iterable.class, java.time.temporal.Temporal.class,
			Collection.class, List.class, Set.class, SortedSet.class, NavigableSet.class, Queue.class, Deque.class,
			Map.class, SortedMap.class, NavigableMap.class, ConcurrentMap.class);

	private static final Map<String, Class<?>> BY_NAME = new HashMap<>();

	private static final Map<Class<?>, String> NAMES = new HashMap<>();

	private static final Map<String, Class<?>> PRIMITIVES = Map.of("boolean", boolean.class, "byte", byte.class,
			"short", short.class, "int", int.class, "long", long.class, "float", float.class, "double", double.class,
			"char", char.class);

	static {
		VALUES.forEach(BuiltInTypes::add);
		TextValues.types().forEach(BuiltInTypes::add);
		CONTAINERS.forEach(BuiltInTypes::add);
		ABSTRACT.forEach(BuiltInTypes::add);
	}

	private BuiltInTypes() {
	}

	private static void add(Class<?> type) {
		String name = type.getName().startsWith("java.sql.") ? type.getName() : type.getSimpleName();
		BY_NAME.put(name, type);
		NAMES.put(type, name);
	}

	/**
	 * Returns the type of that short name; primitive types are only named as what arrays
	 * are made of.
	 * @param name the name
	 * @return the type, {@code null} if there is none
	 */
	static @Nullable Class<?> byName(String name) {
		return BY_NAME.get(name);
	}

	static @Nullable Class<?> primitive(String name) {
		return PRIMITIVES.get(name);
	}

	static @Nullable String nameOf(Class<?> type) {
		return NAMES.get(type);
	}

	static boolean contains(Class<?> type) {
		return NAMES.containsKey(type);
	}

	static boolean isContainer(Class<?> type) {
		return CONTAINERS.contains(type);
	}

	static Collection<Class<?>> all() {
		return NAMES.keySet();
	}

	static boolean isJdk(String className) {
		return className.startsWith("java.") || className.startsWith("javax.") || className.startsWith("jdk.")
				|| className.startsWith("sun.") || className.startsWith("com.sun.");
	}

	static boolean isJdk(Class<?> type) {
		return isJdk(type.getName());
	}

}

package io.cachebridge.core;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.util.ReflectionUtils;

/**
 * Names a key of any type by text, so that equal keys have one name and different keys
 * different ones, on every node.
 * <p>
 * A string is its own name. Other types begin with a tilde and a type, so that the number
 * 1, the text "1" and a {@link SimpleKey} of either stay apart. Simple keys, records,
 * arrays and collections are named by what they consist of. Any other class that defines
 * {@code equals} is named by its {@code toString()}, which must then tell apart what
 * {@code equals} tells apart, or by its fields if it has none. An object without
 * {@code equals} is equal only to itself and gets a name that no other node has.
 */
final class KeyText {

	private static final String TYPED = "~";

	private static final String INNER_MARKS = ",()[]=~";

	private static final String INCARNATION = UUID.randomUUID().toString();

	private static final AtomicLong IDENTITIES = new AtomicLong();

	private static final LoadingCache<Object, String> IDENTITY_NAMES = Caffeine.newBuilder()
		.weakKeys()
		.build((key) -> INCARNATION + "." + IDENTITIES.incrementAndGet());

	private static final ClassValue<Kind> KINDS = new ClassValue<>() {
		@Override
		protected Kind computeValue(Class<?> type) {
			return Kind.of(type);
		}
	};

	private static final Field SIMPLE_KEY_ELEMENTS = simpleKeyElements();

	private KeyText() {
	}

	static String of(Object key) {
		if (key instanceof String text) {
			return text.startsWith(TYPED) ? TYPED + TYPED + TextEscape.escape(text.substring(1), "")
					: TextEscape.escape(text, "");
		}
		return typed(key);
	}

	private static String inner(@Nullable Object part) {
		if (part == null) {
			return TYPED + "null";
		}
		if (part instanceof String text) {
			// Nothing at all would make a list of one empty text look like an empty list
			return text.isEmpty() ? TYPED : TextEscape.escape(text, INNER_MARKS);
		}
		return typed(part);
	}

	private static String typed(Object key) {
		Class<?> type = key.getClass();
		return switch (KINDS.get(type)) {
			case SIMPLE_KEY -> group("", elements(Objects.requireNonNull(read(SIMPLE_KEY_ELEMENTS, key))));
			case ARRAY -> group(arrayName(type.getComponentType()), elements(key));
			case LIST -> group("list", parts((Collection<?>) key));
			case SET -> group("set", sorted(parts((Collection<?>) key)));
			case MAP -> group("map", sorted(entries((Map<?, ?>) key)));
			case OPTIONAL -> group("optional", List.of(inner(((Optional<?>) key).orElse(null))));
			case RECORD -> group(type.getName(), components((Record) key));
			case ENUM -> named(((Enum<?>) key).getDeclaringClass(), ((Enum<?>) key).name());
			case DATE -> named(type, time((Date) key));
			case DECIMAL -> named(type, ((BigDecimal) key).unscaledValue() + "e" + ((BigDecimal) key).scale());
			case TEXT -> named(type, key.toString());
			case FIELDS -> group(type.getName(), fields(key, type));
			case IDENTITY -> named(type, IDENTITY_NAMES.get(key));
		};
	}

	// What a date prints leaves out milliseconds and depends on the time zone
	@SuppressWarnings("JavaUtilDate")
	private static String time(Date key) {
		try {
			return key.toInstant().toString();
		}
		catch (UnsupportedOperationException ex) {
			// A date or a time of java.sql
			return Long.toString(key.getTime());
		}
	}

	private static String named(Class<?> type, String text) {
		String name = type.getPackageName().equals("java.lang") ? type.getSimpleName() : type.getName();
		return TYPED + TextEscape.escape(name, INNER_MARKS) + "=" + TextEscape.escape(text, INNER_MARKS);
	}

	private static String group(String name, List<String> parts) {
		StringJoiner joined = new StringJoiner(",", TYPED + TextEscape.escape(name, INNER_MARKS) + "(", ")");
		parts.forEach(joined::add);
		return joined.toString();
	}

	private static List<String> elements(Object array) {
		List<String> parts = new ArrayList<>();
		for (int i = 0; i < Array.getLength(array); i++) {
			parts.add(inner(Array.get(array, i)));
		}
		return parts;
	}

	// Simple keys compare arrays of objects by what they hold, whatever their type
	private static String arrayName(Class<?> componentType) {
		return componentType.isPrimitive() ? componentType.getName() : "array";
	}

	private static List<String> parts(Collection<?> elements) {
		return elements.stream().map(KeyText::inner).toList();
	}

	private static List<String> entries(Map<?, ?> map) {
		return map.entrySet().stream().map((entry) -> inner(entry.getKey()) + "=" + inner(entry.getValue())).toList();
	}

	private static List<String> sorted(List<String> parts) {
		return parts.stream().sorted().toList();
	}

	private static List<String> components(Record key) {
		List<String> parts = new ArrayList<>();
		for (RecordComponent component : key.getClass().getRecordComponents()) {
			ReflectionUtils.makeAccessible(component.getAccessor());
			parts.add(inner(ReflectionUtils.invokeMethod(component.getAccessor(), key)));
		}
		return parts;
	}

	private static List<String> fields(Object key, Class<?> type) {
		List<String> parts = new ArrayList<>();
		for (Field field : Kind.stateOf(type)) {
			parts.add(inner(read(field, key)));
		}
		return parts;
	}

	private static @Nullable Object read(Field field, Object key) {
		return ReflectionUtils.getField(field, key);
	}

	private static Field simpleKeyElements() {
		Field field = ReflectionUtils.findField(SimpleKey.class, "params");
		if (field == null) {
			throw new IllegalStateException("SimpleKey of this Spring Framework has no field 'params'");
		}
		field.setAccessible(true);
		return field;
	}

	private enum Kind {

		SIMPLE_KEY, ARRAY, LIST, SET, MAP, OPTIONAL, RECORD, ENUM, DATE, DECIMAL, TEXT, FIELDS, IDENTITY;

		/** They need no equals, as there is one instance of each. */
		private static final Set<Class<?>> ONE_OF_A_KIND = Set.of(Class.class, Currency.class);

		static Kind of(Class<?> type) {
			if (type == SimpleKey.class) {
				return SIMPLE_KEY;
			}
			if (type.isArray()) {
				return ARRAY;
			}
			if (Enum.class.isAssignableFrom(type)) {
				return ENUM;
			}
			if (Date.class.isAssignableFrom(type)) {
				return DATE;
			}
			if (type == BigDecimal.class) {
				return DECIMAL;
			}
			if (type == Optional.class) {
				return OPTIONAL;
			}
			Kind collection = collection(type);
			return (collection != null) ? collection : object(type);
		}

		private static @Nullable Kind collection(Class<?> type) {
			if (List.class.isAssignableFrom(type)) {
				return LIST;
			}
			if (Set.class.isAssignableFrom(type)) {
				return SET;
			}
			return Map.class.isAssignableFrom(type) ? MAP : null;
		}

		private static Kind object(Class<?> type) {
			if (type.isRecord()) {
				return RECORD;
			}
			if (ONE_OF_A_KIND.contains(type)) {
				return TEXT;
			}
			if (declaringClass(type, "equals", Object.class) == Object.class) {
				return IDENTITY;
			}
			if (declaringClass(type, "toString") != Object.class) {
				return TEXT;
			}
			return hasReadableState(type) ? FIELDS : TEXT;
		}

		private static boolean hasReadableState(Class<?> type) {
			try {
				stateOf(type);
				return true;
			}
			catch (InaccessibleObjectException ex) {
				return false;
			}
		}

		static List<Field> stateOf(Class<?> type) {
			List<Field> state = new ArrayList<>();
			for (Class<?> declaring : hierarchy(type)) {
				for (Field field : declaring.getDeclaredFields()) {
					if (!field.isSynthetic() && !Modifier.isStatic(field.getModifiers())
							&& !Modifier.isTransient(field.getModifiers())) {
						field.setAccessible(true);
						state.add(field);
					}
				}
			}
			return state;
		}

		private static List<Class<?>> hierarchy(Class<?> type) {
			List<Class<?>> classes = new ArrayList<>();
			for (Class<?> current = type; current != null
					&& current != Object.class; current = current.getSuperclass()) {
				classes.add(current);
			}
			return classes;
		}

		private static @Nullable Class<?> declaringClass(Class<?> type, String name, Class<?>... parameters) {
			var method = ReflectionUtils.findMethod(type, name, parameters);
			return (method != null) ? method.getDeclaringClass() : null;
		}

	}

}

package io.cachebridge.codec;

import java.time.ZoneId;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentMap;

import io.cachebridge.spi.CodecException;

/**
 * Tells as what a value comes back: as its own class where that is allowed, as an equal
 * collection of the same interface where its class is a detail of who made it, such as
 * that of {@code List.of()}.
 */
final class ValueKinds {

	private final TypeNames names;

	ValueKinds(TypeNames names) {
		this.names = names;
	}

	/**
	 * Returns the class or interface that stands for a class in stored bytes.
	 * @param type the type
	 * @return that class or interface
	 * @throws CodecException if instances of the class cannot be stored
	 */
	Class<?> kindOf(Class<?> type) {
		if (type.isArray() || BuiltInTypes.contains(type)) {
			return type;
		}
		if (Enum.class.isAssignableFrom(type)) {
			return type.isEnum() ? type : type.getSuperclass();
		}
		if (ZoneId.class.isAssignableFrom(type)) {
			return ZoneId.class;
		}
		boolean container = Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type);
		if (!container || isOwnContainer(type)) {
			if (container) {
				StorableClasses.checkContainer(type);
			}
			return type;
		}
		return Map.class.isAssignableFrom(type) ? mapKind(type) : collectionKind(type);
	}

	private boolean isOwnContainer(Class<?> type) {
		return !type.isAnonymousClass() && !type.isLocalClass() && !BuiltInTypes.isJdk(type) && this.names.allows(type);
	}

	/**
	 * Returns the interface that a collection or map is known by.
	 * @param type the type
	 * @return the interface
	 */
	static Class<?> familyOf(Class<?> type) {
		if (Map.class.isAssignableFrom(type)) {
			return SortedMap.class.isAssignableFrom(type) ? SortedMap.class : Map.class;
		}
		if (SortedSet.class.isAssignableFrom(type)) {
			return SortedSet.class;
		}
		if (Set.class.isAssignableFrom(type)) {
			return Set.class;
		}
		if (List.class.isAssignableFrom(type)) {
			return List.class;
		}
		return Queue.class.isAssignableFrom(type) ? Deque.class : Collection.class;
	}

	private static Class<?> mapKind(Class<?> type) {
		if (EnumMap.class.isAssignableFrom(type)) {
			return EnumMap.class;
		}
		boolean strange = IdentityHashMap.class.isAssignableFrom(type) || WeakHashMap.class.isAssignableFrom(type)
				|| Properties.class.isAssignableFrom(type);
		if (strange) {
			throw notStorable(type);
		}
		Class<?> family = familyOf(type);
		return (family == Map.class && ConcurrentMap.class.isAssignableFrom(type)) ? ConcurrentMap.class : family;
	}

	private static Class<?> collectionKind(Class<?> type) {
		if (EnumSet.class.isAssignableFrom(type)) {
			return EnumSet.class;
		}
		if (familyOf(type) == Deque.class) {
			throw notStorable(type);
		}
		return familyOf(type);
	}

	private static CodecException notStorable(Class<?> type) {
		return new CodecException(
				"Class %s cannot be stored, because no equal value would come back; use another collection"
					.formatted(type.getName()));
	}

}

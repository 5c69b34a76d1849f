package io.cachebridge.codec;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeFactory;

import io.cachebridge.spi.CodecException;

/**
 * Finds the type to write a whole value as: what its method declares, if the value is
 * that to the last element, because then the elements need not name their types; else
 * what can be seen of it.
 */
final class RootTypes {

	/**
	 * More than the types that methods of an application declare.
	 */
	private static final int MAXIMUM_CACHED = 2000;

	private final TypeFactory types;

	private final TypeNames names;

	private final ValueKinds kinds;

	private final Conformance conformance;

	private final Map<Object, JavaType> known = new ConcurrentHashMap<>();

	/**
	 * The types of classes whose values all come back as that class, whatever is
	 * declared.
	 */
	private final Map<Class<?>, JavaType> fixed = new ConcurrentHashMap<>();

	RootTypes(TypeFactory types, TypeNames names, ValueKinds kinds) {
		this.types = types;
		this.names = names;
		this.kinds = kinds;
		this.conformance = new Conformance(types);
	}

	/**
	 * Returns the type to write a value as.
	 * @param value the value
	 * @param hint what its method declares
	 * @return the type
	 * @throws CodecException if what comes back could not be what is declared
	 */
	JavaType typeOf(Object value, Type hint) {
		JavaType type = this.fixed.get(value.getClass());
		return (type != null) ? type : find(value, hint);
	}

	private JavaType find(Object value, Type hint) {
		Class<?> kind = this.kinds.kindOf(value.getClass());
		requireReturnable(value, kind, hint);
		if (kind.getTypeParameters().length == 0) {
			JavaType type = remember(kind, () -> this.types.constructType(kind));
			if (kind == value.getClass() && this.fixed.size() < MAXIMUM_CACHED) {
				this.fixed.put(kind, type);
			}
			return type;
		}
		if (!(hint instanceof Class)) {
			JavaType declared = remember(new Hinted(hint, kind), () -> specialize(hint, kind));
			if (!declared.isJavaLangObject() && this.conformance.conforms(value, declared)) {
				return declared;
			}
		}
		return seen(value, kind);
	}

	private void requireReturnable(Object value, Class<?> kind, Type hint) {
		if (kind != value.getClass() && kind.isInterface() && hint != Object.class) {
			Class<?> declared = remember(hint, () -> this.types.constructType(hint)).getRawClass();
			if (declared.isInstance(value) && !declared.isAssignableFrom(kind) && !declared.isInterface()) {
				throw new CodecException("Class %s would come back as another %s and not as the declared %s"
					.formatted(value.getClass().getName(), kind.getSimpleName(), declared.getName()));
			}
		}
	}

	// Returns the declared type narrowed to a class, Object if that cannot be.
	private JavaType specialize(Type hint, Class<?> kind) {
		JavaType declared = this.types.constructType(hint);
		boolean usable = !declared.isJavaLangObject() && declared.isTypeOrSuperTypeOf(kind)
				&& declared.containedTypeCount() > 0 && allowsArguments(declared);
		if (kind == EnumSet.class || kind == EnumMap.class) {
			JavaType element = (kind == EnumMap.class) ? declared.getKeyType() : declared.getContentType();
			usable &= element != null && element.isEnumImplType();
		}
		return usable ? this.types.constructSpecializedType(declared, kind) : this.types.constructType(Object.class);
	}

	private boolean allowsArguments(JavaType type) {
		return type.getBindings()
			.getTypeParameters()
			.stream()
			.allMatch((argument) -> this.names.allows(argument.getRawClass()) && allowsArguments(argument));
	}

	private JavaType seen(Object value, Class<?> kind) {
		if (kind == EnumSet.class) {
			return of(kind, null, enumOf((EnumSet<?>) value));
		}
		if (kind == EnumMap.class && ((Map<?, ?>) value).isEmpty()) {
			return of(Map.class, Object.class, Object.class);
		}
		if (BuiltInTypes.contains(kind) && value instanceof Map<?, ?> map) {
			return of(kind, commonClass(map.keySet()), commonClass(map.values()));
		}
		if (BuiltInTypes.contains(kind) && value instanceof Collection<?> collection) {
			return of(kind, null, commonClass(collection));
		}
		if (value instanceof Optional<?> optional) {
			return of(kind, null,
					optional.<Class<?>>map((it) -> this.kinds.kindOf(it.getClass())).orElse(Object.class));
		}
		return remember(kind, () -> this.types.constructType(kind));
	}

	private JavaType of(Class<?> kind, @Nullable Class<?> key, Class<?> content) {
		return remember(new Seen(kind, key, content), () -> {
			if (key != null) {
				return this.types.constructParametricType(kind, key, content);
			}
			return this.types.constructParametricType(kind, content);
		});
	}

	@SuppressWarnings({ "unchecked", "rawtypes" })
	private static Class<?> enumOf(EnumSet set) {
		EnumSet<?> some = set.isEmpty() ? EnumSet.complementOf(set) : set;
		if (some.isEmpty()) {
			throw new CodecException("An EnumSet of an enum without constants cannot be stored");
		}
		return some.iterator().next().getDeclaringClass();
	}

	// Returns the class that all elements have, Object if there is none. A key
	// that is absent needs a form that has a place for it.
	private Class<?> commonClass(Collection<?> elements) {
		Class<?> common = null;
		for (Object element : elements) {
			Class<?> type = (element != null) ? element.getClass() : Object.class;
			if (common != null && type != common) {
				return sameEnum(elements);
			}
			common = type;
		}
		return (common != null) ? nameable(this.kinds.kindOf(common)) : Object.class;
	}

	// Constants of one enum may have classes of their own.
	private Class<?> sameEnum(Collection<?> elements) {
		Class<?> common = null;
		for (Object element : elements) {
			Class<?> type = (element instanceof Enum<?> constant) ? constant.getDeclaringClass() : Object.class;
			if (type == Object.class || (common != null && type != common)) {
				return Object.class;
			}
			common = type;
		}
		return (common != null) ? common : Object.class;
	}

	private static Class<?> nameable(Class<?> kind) {
		return (kind == EnumSet.class || kind == EnumMap.class) ? ValueKinds.familyOf(kind) : kind;
	}

	private JavaType remember(Object key, java.util.function.Supplier<JavaType> finder) {
		JavaType found = this.known.get(key);
		if (found == null) {
			found = finder.get();
			if (this.known.size() < MAXIMUM_CACHED) {
				this.known.put(key, found);
			}
		}
		return found;
	}

	private record Hinted(Type hint, Class<?> kind) {

	}

	private record Seen(Class<?> kind, @Nullable Class<?> key, Class<?> content) {

	}

}

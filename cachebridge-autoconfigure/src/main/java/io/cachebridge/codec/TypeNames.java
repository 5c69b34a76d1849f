package io.cachebridge.codec;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

/**
 * Gives classes their names in stored bytes and finds them by these. A name is held
 * against the allow-list before anything is loaded, and loading does not initialize.
 */
final class TypeNames {

	private static final String ARRAY = "[]";

	private final TypeAllowList allowed;

	private final ClassLoader loader;

	private final Map<Class<?>, String> names = new ConcurrentHashMap<>();

	private final Map<String, Class<?>> classes = new ConcurrentHashMap<>();

	TypeNames(TypeAllowList allowed, ClassLoader loader) {
		this.allowed = allowed;
		this.loader = loader;
	}

	/**
	 * Tells whether values may hold instances of a class.
	 * @param type the type
	 * @return whether they may
	 */
	boolean allows(Class<?> type) {
		if (type.isArray()) {
			return allows(type.getComponentType());
		}
		return type.isPrimitive() || BuiltInTypes.contains(type)
				|| (!BuiltInTypes.isJdk(type) && this.allowed.allows(type.getName()));
	}

	/**
	 * Returns the name of a class that can be found by it.
	 * @param type the type
	 * @return the name
	 * @throws CodecException if it is not allowed or cannot be found
	 */
	String nameOf(Class<?> type) {
		String name = this.names.get(type);
		if (name == null) {
			name = findName(type);
			this.names.put(type, name);
		}
		return name;
	}

	private String findName(Class<?> type) {
		if (type.isArray()) {
			Class<?> component = type.getComponentType();
			return (component.isPrimitive() ? component.getName() : nameOf(component)) + ARRAY;
		}
		String name = BuiltInTypes.nameOf(type);
		if (name != null) {
			return name;
		}
		if (!allows(type)) {
			throw notAllowed(type);
		}
		StorableClasses.check(type);
		if (find(type.getName()) != type) {
			throw new CodecException("Class %s cannot be found by its name".formatted(type.getName()));
		}
		return type.getName();
	}

	static CodecException notAllowed(Class<?> type) {
		return new CodecException(BuiltInTypes.isJdk(type)
				? "Class %s of the JDK is not among those that can be stored; use another type for the value"
					.formatted(type.getName())
				: "Class %s is not allowed; add its package to '%s' if it may be stored".formatted(type.getName(),
						TypeAllowList.PROPERTY));
	}

	/**
	 * Returns the class of that name, loaded but not initialized.
	 * @param name the name
	 * @return the class
	 * @throws UnknownTypeException if it is not allowed or there is none
	 */
	Class<?> resolve(String name) {
		Class<?> found = this.classes.get(name);
		if (found == null) {
			found = find(name);
			if (found == null) {
				throw new UnknownTypeException(
						"Class '%s' is not known or not allowed here".formatted(printable(name)));
			}
			this.classes.put(name, found);
		}
		return found;
	}

	private @Nullable Class<?> find(String name) {
		if (name.endsWith(ARRAY)) {
			String component = name.substring(0, name.length() - ARRAY.length());
			Class<?> primitive = BuiltInTypes.primitive(component);
			return (primitive != null) ? primitive.arrayType() : resolve(component).arrayType();
		}
		Class<?> builtIn = BuiltInTypes.byName(name);
		if (builtIn != null) {
			return builtIn;
		}
		return (!BuiltInTypes.isJdk(name) && this.allowed.allows(name)) ? load(name) : null;
	}

	private @Nullable Class<?> load(String name) {
		try {
			return Class.forName(name, false, this.loader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	static String printable(String name) {
		String shortened = (name.length() > 200) ? name.substring(0, 200) + "..." : name;
		return shortened.replaceAll("[^\\p{Graph} ]", "?");
	}

}

package io.cachebridge.codec;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Tells by name which classes stored bytes may name, before any of them is loaded. Three
 * kinds are allowed: an explicit list of types of the JDK; what can be reached from types
 * given to {@link #allow(Type)}, usually what {@code @Cacheable} methods declare to
 * return; and classes of configured packages.
 * <p>
 * The list only grows. All methods may be called by any number of threads; what was
 * allowed before a call began is seen by it.
 */
public final class TypeAllowList {

	/**
	 * The property that {@link #TypeAllowList(Collection) packages} come from, named in
	 * messages as the remedy.
	 */
	static final String PROPERTY = "cachebridge.codec.allowed-packages";

	private final List<String> packages;

	private volatile Set<String> names;

	/**
	 * Creates a list with the types of the JDK and the classes of some packages.
	 * @param packages names of packages, which include those below them, or of classes,
	 * which include those nested in them
	 * @throws IllegalArgumentException if one is not the name of a package or names a
	 * package of the JDK, whose types are allowed one by one
	 */
	public TypeAllowList(Collection<String> packages) {
		this.packages = packages.stream().map(String::strip).map(TypeAllowList::checked).distinct().toList();
		Set<String> names = new HashSet<>();
		BuiltInTypes.all().forEach((type) -> names.add(type.getName()));
		this.names = Set.copyOf(names);
	}

	/**
	 * Allows what can be reached from a type: its type arguments, the types of its record
	 * components and fields and of theirs in turn, the subclasses a sealed type permits.
	 * Types of the JDK are not added by this way, and subclasses of types that are not
	 * sealed cannot be found.
	 * @param type the type, such as
	 * {@link java.lang.reflect.Method#getGenericReturnType()}
	 */
	public void allow(Type type) {
		Objects.requireNonNull(type, "'type' must not be null");
		Set<String> found = ReachableTypes.from(type);
		if (!this.names.containsAll(found)) {
			add(found);
		}
	}

	private synchronized void add(Set<String> found) {
		Set<String> names = new HashSet<>(this.names);
		names.addAll(found);
		this.names = Set.copyOf(names);
	}

	/**
	 * Tells whether a class may be loaded and created.
	 * @param className the name as of {@link Class#getName()}; never that of an array
	 * @return whether it is allowed; whether there is such a class is another question
	 */
	public boolean allows(String className) {
		return this.names.contains(className) || inPackages(className);
	}

	/**
	 * Returns the names of all classes that are allowed one by one.
	 * @return the names, another set whenever some were added
	 */
	Set<String> listed() {
		return this.names;
	}

	private boolean inPackages(String className) {
		for (String prefix : this.packages) {
			if (className.startsWith(prefix) && (className.length() == prefix.length()
					|| className.charAt(prefix.length()) == '.' || className.charAt(prefix.length()) == '$')) {
				return true;
			}
		}
		return false;
	}

	private static String checked(String name) {
		boolean valid = !name.isEmpty()
				&& List.of(name.split("\\.", -1)).stream().allMatch(TypeAllowList::isIdentifier);
		if (!valid || BuiltInTypes.isJdk(name + ".")) {
			throw new IllegalArgumentException(
					"'%s' must name packages outside of the JDK but one was '%s'".formatted(PROPERTY, name));
		}
		return name;
	}

	private static boolean isIdentifier(String part) {
		return !part.isEmpty() && Character.isJavaIdentifierStart(part.charAt(0))
				&& part.chars().allMatch(Character::isJavaIdentifierPart);
	}

}

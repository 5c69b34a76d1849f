package io.cachebridge.core;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Knows what the methods that use a cache declare to return. From this follows which
 * classes may come back from a store, and a codec may take it as a hint.
 */
public final class ValueTypes {

	private final Map<String, Type> types = new ConcurrentHashMap<>();

	private final Consumer<Type> declared;

	/**
	 * Creates an empty registry.
	 * @param declared is told each type before any value of it can be read
	 */
	public ValueTypes(Consumer<Type> declared) {
		this.declared = declared;
	}

	/**
	 * Notes that a method which uses caches returns values of a type.
	 * @param caches the names of the caches, as far as they are known
	 * @param type the type of the values
	 */
	public void declare(Collection<String> caches, Type type) {
		this.declared.accept(type);
		caches
			.forEach((cache) -> this.types.merge(cache, type, (one, other) -> one.equals(other) ? one : Object.class));
	}

	Type declaredFor(String cache) {
		return this.types.getOrDefault(cache, Object.class);
	}

}

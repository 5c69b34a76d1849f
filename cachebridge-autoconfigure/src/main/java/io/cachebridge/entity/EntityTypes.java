package io.cachebridge.entity;

import java.lang.reflect.Proxy;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Sees through what a framework may have put around an entity.
 */
final class EntityTypes {

	private EntityTypes() {
	}

	/**
	 * Returns the class that the application has written.
	 * @param entity the entity
	 * @return its class, not that of a proxy
	 */
	static Class<?> typeOf(Object entity) {
		Class<?> type = entity.getClass();
		if (Proxy.isProxyClass(type) && type.getInterfaces().length > 0) {
			return type.getInterfaces()[0];
		}
		Class<?> parent = type.getSuperclass();
		while (isGenerated(type) && parent != null && parent != Object.class) {
			type = parent;
			parent = type.getSuperclass();
		}
		return type;
	}

	// CGLIB and Javassist write $$, Hibernate $HibernateProxy
	private static boolean isGenerated(Class<?> type) {
		return type.getName().contains("$$") || type.getName().contains("$HibernateProxy") || type.isAnonymousClass();
	}

	static String collectionOf(Object entity) {
		Assert.notNull(entity, "'entity' must not be null");
		String name = typeOf(entity).getSimpleName();
		return StringUtils.uncapitalizeAsProperty(name.isEmpty() ? "entity" : name);
	}

	static void check(String collection, Object entity) {
		Assert.hasText(collection, "'collection' must not be blank");
		Assert.notNull(entity, "'entity' must not be null");
	}

}

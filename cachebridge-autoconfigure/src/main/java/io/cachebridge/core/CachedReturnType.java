package io.cachebridge.core;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Finds out what a cache holds for a method: what is inside the optional, future or
 * publisher that it returns.
 */
final class CachedReturnType {

	private static final boolean REACTIVE = ClassUtils.isPresent("org.reactivestreams.Publisher",
			CachedReturnType.class.getClassLoader());

	private static final ClassValue<Boolean> PUBLISHERS = new ClassValue<>() {
		@Override
		protected Boolean computeValue(Class<?> type) {
			return adapter(type) != null;
		}
	};

	private CachedReturnType() {
	}

	/**
	 * Returns the type of the cached value.
	 * @param method the method
	 * @param targetClass the class it is called on
	 * @return the type, {@code Object.class} where it is not known
	 */
	static Type of(Method method, @Nullable Class<?> targetClass) {
		if (KotlinDetector.isSuspendingFunction(method)) {
			return Object.class;
		}
		ResolvableType returned = (targetClass != null) ? ResolvableType.forMethodReturnType(method, targetClass)
				: ResolvableType.forMethodReturnType(method);
		ResolvableType cached = unwrap(returned);
		boolean known = !cached.hasUnresolvableGenerics() && cached.resolve() != null;
		return known ? cached.getType() : cached.resolve(Object.class);
	}

	static boolean isPublisher(Method method) {
		return PUBLISHERS.get(method.getReturnType()) || KotlinDetector.isSuspendingFunction(method);
	}

	private static ResolvableType unwrap(ResolvableType returned) {
		Class<?> type = returned.resolve(Object.class);
		ReactiveAdapter adapter = adapter(type);
		if (adapter != null && adapter.isMultiValue()) {
			return ResolvableType.forClassWithGenerics(List.class, returned.getGeneric());
		}
		if (adapter != null || type == Optional.class || CompletableFuture.class.isAssignableFrom(type)) {
			return unwrap(returned.getGeneric());
		}
		return returned;
	}

	private static @Nullable ReactiveAdapter adapter(Class<?> type) {
		if (!REACTIVE || type == Object.class || CompletableFuture.class.isAssignableFrom(type)) {
			return null;
		}
		return ReactiveAdapterRegistry.getSharedInstance().getAdapter(type);
	}

}

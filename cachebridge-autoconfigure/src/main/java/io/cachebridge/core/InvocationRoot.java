package io.cachebridge.core;

import java.lang.reflect.Method;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * What {@code #root} is in an expression, the same as in those of Spring's own cache
 * annotations.
 *
 * @param caches the caches that the expression is about
 * @param method the method that is called
 * @param methodName its name
 * @param args its arguments
 * @param target what it is called on
 * @param targetClass the class of that
 */
record InvocationRoot(Collection<CacheBridgeCache> caches, Method method, String methodName, @Nullable Object[] args,
		Object target, Class<?> targetClass) {

}

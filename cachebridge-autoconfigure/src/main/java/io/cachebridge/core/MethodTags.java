package io.cachebridge.core;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.BeanResolver;

/**
 * What the annotations of one method say of tags, and of the lives of values.
 *
 * @param method the method as it is called
 * @param targetMethod the method of the class it is called on
 * @param targetClass that class
 * @param tags tell the tags of what it stores
 * @param cacheNames the names of the caches it stores that in
 * @param mayRefuse whether it may be that its result is not stored in the end
 * @param evictions what it evicts
 * @param beans finds beans that expressions name, {@code null} if there are none
 * @param timeToLive tells how long what it stores is served, {@code null} if the cache
 * does
 * @param failSafe tells when the last value is served, {@code null} if the cache does
 */
record MethodTags(Method method, Method targetMethod, Class<?> targetClass, TagExpressions tags,
		List<String> cacheNames, boolean mayRefuse, List<TagEviction> evictions, @Nullable BeanResolver beans,
		@Nullable MethodTimeToLive timeToLive, @Nullable MethodFailSafe failSafe) {
}

package io.cachebridge.core;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.MethodClassKey;
import org.springframework.expression.BeanResolver;
import org.springframework.util.Assert;

/**
 * Knows what the annotations of methods say of tags. Looks at a method when its bean is
 * created, where mistakes in them come to light.
 */
final class TaggedMethods {

	private final CacheOperationSource operations;

	private final @Nullable BeanResolver beans;

	private final Map<MethodClassKey, Optional<MethodTags>> methods = new ConcurrentHashMap<>();

	private volatile boolean any;

	TaggedMethods(CacheOperationSource operations, @Nullable BeanResolver beans) {
		this.operations = operations;
		this.beans = beans;
	}

	/**
	 * Tells whether calls of a method need attention because of tags. Remembers no method
	 * of which nothing is to be known: it is asked about all methods of all beans.
	 * @param method the method
	 * @param targetClass the class it is called on
	 * @return {@code true} if it evicts by tag
	 * @throws IllegalStateException if its annotations make no sense
	 */
	boolean evicts(Method method, @Nullable Class<?> targetClass) {
		MethodTags found = read(method, targetClass);
		if (found == null) {
			return false;
		}
		this.any = true;
		this.methods.putIfAbsent(new MethodClassKey(method, targetClass), Optional.of(found));
		return !found.evictions().isEmpty();
	}

	/**
	 * Tells whether no method of any bean speaks of tags.
	 * @return {@code true} if there is none so far
	 */
	boolean isEmpty() {
		return !this.any;
	}

	/**
	 * Returns what the annotations of a method say.
	 * @param method the method
	 * @param targetClass the class it is called on
	 * @return what they say, {@code null} if nothing
	 */
	@Nullable MethodTags of(Method method, Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		Optional<MethodTags> known = this.methods.get(key);
		if (known == null) {
			known = this.methods.computeIfAbsent(key, (same) -> Optional.ofNullable(read(method, targetClass)));
		}
		return known.orElse(null);
	}

	private @Nullable MethodTags read(Method method, @Nullable Class<?> targetClass) {
		if (!TagAnnotations.mayBeOn(method)) {
			return null;
		}
		TagAnnotations annotations = new TagAnnotations(method, targetClass);
		List<String> texts = annotations.cacheTags();
		List<EvictTags> evictions = annotations.evictTags();
		CacheTimeToLive time = annotations.cacheTimeToLive();
		StaleOnError stale = annotations.staleOnError();
		if (texts.isEmpty() && evictions.isEmpty() && time == null && stale == null) {
			return null;
		}
		Collection<CacheOperation> found = this.operations.getCacheOperations(method, targetClass);
		TaggedOperations beside = new TaggedOperations((found != null) ? found : List.of());
		Method targetMethod = annotations.targetMethod();
		Assert.state(beside.stores() || !annotations.isOnMethod(CacheTags.class),
				() -> "@CacheTags on %s has nothing to tag: add @Cacheable or @CachePut, or remove it."
					.formatted(targetMethod));
		Assert.state(beside.stores() || !annotations.isOnMethod(CacheTimeToLive.class),
				() -> "@CacheTimeToLive on %s is of nothing that is stored: add @Cacheable or @CachePut, or remove it."
					.formatted(targetMethod));
		Assert.state((beside.onlyReadsOne() && evictions.isEmpty()) || !annotations.isOnMethod(StaleOnError.class),
				() -> ("@StaleOnError on %s needs a @Cacheable of one cache and nothing else that is done to caches: "
						+ "add or remove what there is, or remove it.")
					.formatted(targetMethod));
		TagExpressions tags = TagExpressions.parse(texts, "@CacheTags on " + targetMethod);
		Class<?> type = (targetClass != null) ? targetClass : targetMethod.getDeclaringClass();
		MethodTimeToLive lives = (time != null) ? MethodTimeToLive.parse(time, "@CacheTimeToLive on " + targetMethod)
				: null;
		return new MethodTags(BridgeMethodResolver.findBridgedMethod(method), targetMethod, type, tags,
				beside.storedIn(), beside.mayRefuse(), beside.evictions(evictions, targetMethod), this.beans, lives,
				(stale != null) ? MethodFailSafe.parse(stale, lives, "@StaleOnError on " + targetMethod) : null);
	}

}

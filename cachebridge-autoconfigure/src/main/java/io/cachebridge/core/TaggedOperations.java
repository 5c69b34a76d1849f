package io.cachebridge.core;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The cache operations beside annotations that speak of tags, which complete them.
 *
 * @param operations the operations
 */
record TaggedOperations(Collection<CacheOperation> operations) {

	boolean stores() {
		return this.operations.stream().anyMatch((operation) -> !(operation instanceof CacheEvictOperation));
	}

	/**
	 * Tells whether a value of one cache may take the place of the result, and nobody
	 * else takes it for a new one.
	 * @return {@code true} if there is no more than one {@code @Cacheable} of one cache
	 */
	boolean onlyReadsOne() {
		return this.operations.size() == 1 && this.operations.iterator().next() instanceof CacheableOperation operation
				&& operation.getCacheNames().size() <= 1;
	}

	List<String> storedIn() {
		return this.operations.stream()
			.filter((operation) -> !(operation instanceof CacheEvictOperation))
			.flatMap((operation) -> operation.getCacheNames().stream())
			.distinct()
			.toList();
	}

	/**
	 * Tells whether a result may not be stored in the end.
	 * @return {@code true} if that depends on the result
	 */
	boolean mayRefuse() {
		return this.operations.stream().anyMatch((operation) -> {
			if (operation instanceof CachePutOperation put) {
				return StringUtils.hasText(put.getUnless()) || StringUtils.hasText(put.getCondition());
			}
			return operation instanceof CacheableOperation cacheable && StringUtils.hasText(cacheable.getUnless());
		});
	}

	/**
	 * Reads annotations.
	 * @param annotations the annotations
	 * @param method the method that has them
	 * @return what they say
	 * @throws IllegalStateException if they make no sense
	 */
	List<TagEviction> evictions(List<EvictTags> annotations, Method method) {
		return annotations.stream().map((annotation) -> eviction(annotation, method)).toList();
	}

	private TagEviction eviction(EvictTags annotation, Method method) {
		String place = "@EvictTags on " + method;
		TagExpressions tags = TagExpressions.parse(Arrays.asList(annotation.value()), place);
		Assert.state(!tags.isEmpty(), () -> place + " names no tag: set its 'value'.");
		MethodExpression condition = StringUtils.hasText(annotation.condition())
				? MethodExpression.parse(annotation.condition(), place) : null;
		if (annotation.beforeInvocation()) {
			tags.expressions().forEach(TaggedOperations::requireNoResult);
			requireNoResult(condition);
		}
		return new TagEviction(tags, cacheNames(annotation, method, place), condition, annotation.beforeInvocation(),
				place);
	}

	private static void requireNoResult(@Nullable MethodExpression expression) {
		Assert.state(expression == null || !expression.readsResult(),
				() -> expression + " reads the result, which is not there before the invocation.");
	}

	private List<String> cacheNames(EvictTags annotation, Method method, String place) {
		if (annotation.cacheNames().length > 0) {
			return List.of(annotation.cacheNames());
		}
		CacheConfig config = AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), CacheConfig.class);
		boolean configured = config != null && config.cacheNames().length > 0 && config.cacheManager().isEmpty()
				&& config.cacheResolver().isEmpty();
		List<String> names = (config != null && configured) ? List.of(config.cacheNames()) : besides();
		Assert.state(!names.isEmpty(),
				() -> place + " names no cache, nor does @CacheConfig on the class or another "
						+ "cache annotation of the method that leaves the cache manager to the application: "
						+ "set its 'cacheNames' to the names of caches of CacheBridge.");
		return names;
	}

	// Those of managers and resolvers of their own need not be ours
	private List<String> besides() {
		return this.operations.stream()
			.filter((operation) -> !StringUtils.hasText(operation.getCacheManager()))
			.filter((operation) -> !StringUtils.hasText(operation.getCacheResolver()))
			.flatMap((operation) -> operation.getCacheNames().stream())
			.distinct()
			.toList();
	}

}

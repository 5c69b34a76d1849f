package io.cachebridge.core;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.core.MethodClassKey;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.StringUtils;

/**
 * Turns {@code @Cacheable} into {@code @Cacheable(sync = true)} wherever Spring allows
 * the latter, so that the cache itself runs the load, and notes the types that come back
 * from caches. Methods that only evict by tag count as well, though there is nothing for
 * Spring to do for them.
 * <p>
 * Methods that return a publisher stay as they are: Spring would subscribe to what a
 * synchronised one returns without the context of the caller, and only once. So do those
 * of a cache whose callers notice a store that fails: where an error handler makes light
 * of that, Spring would call a synchronised method twice if its value could not be
 * stored, and give the failure of the store in place of the method's own.
 */
final class SharedLoadOperationSource implements CacheOperationSource {

	private final CacheOperationSource source;

	private final Supplier<ValueTypes> types;

	private final BooleanSupplier resolvesDefault;

	private final Predicate<String> hidesFailures;

	private final Map<MethodClassKey, Collection<CacheOperation>> operations = new ConcurrentHashMap<>();

	private final TaggedMethods tagged;

	SharedLoadOperationSource(CacheOperationSource source, TaggedMethods tagged, Supplier<ValueTypes> types,
			BooleanSupplier resolvesDefault, Predicate<String> hidesFailures) {
		this.source = source;
		this.tagged = tagged;
		this.types = types;
		this.resolvesDefault = resolvesDefault;
		this.hidesFailures = hidesFailures;
	}

	@Override
	public boolean isCandidateClass(Class<?> targetClass) {
		return this.source.isCandidateClass(targetClass)
				|| AnnotationUtils.isCandidateClass(targetClass, EvictTags.class);
	}

	@Override
	public boolean hasCacheOperations(Method method, @Nullable Class<?> targetClass) {
		boolean has = this.source.hasCacheOperations(method, targetClass);
		if (has) {
			declareTypes(method, targetClass);
		}
		return this.tagged.evicts(method, targetClass) || has;
	}

	TaggedMethods tagged() {
		return this.tagged;
	}

	@Override
	public @Nullable Collection<CacheOperation> getCacheOperations(Method method, @Nullable Class<?> targetClass) {
		MethodClassKey key = new MethodClassKey(method, targetClass);
		Collection<CacheOperation> known = this.operations.get(key);
		if (known != null) {
			return known;
		}
		Collection<CacheOperation> found = this.source.getCacheOperations(method, targetClass);
		if (found == null || found.isEmpty()) {
			return found;
		}
		return this.operations.computeIfAbsent(key, (same) -> shared(found, method));
	}

	private void declareTypes(Method method, @Nullable Class<?> targetClass) {
		Collection<CacheOperation> found = this.source.getCacheOperations(method, targetClass);
		if (found == null) {
			return;
		}
		for (CacheOperation operation : found) {
			if (!(operation instanceof CacheEvictOperation)) {
				this.types.get().declare(operation.getCacheNames(), CachedReturnType.of(method, targetClass));
			}
		}
	}

	private Collection<CacheOperation> shared(Collection<CacheOperation> found, Method method) {
		if (found.size() == 1 && found.iterator().next() instanceof CacheableOperation operation
				&& isShareable(operation) && !CachedReturnType.isPublisher(method)) {
			return List.of(synchronised(operation));
		}
		return found;
	}

	private boolean isShareable(CacheableOperation operation) {
		return !operation.isSync() && operation.getCacheNames().size() == 1
				&& !StringUtils.hasText(operation.getUnless()) && !StringUtils.hasText(operation.getCacheManager())
				&& !StringUtils.hasText(operation.getCacheResolver()) && this.resolvesDefault.getAsBoolean()
				&& operation.getCacheNames().stream().allMatch(this.hidesFailures);
	}

	private static CacheableOperation synchronised(CacheableOperation operation) {
		CacheableOperation.Builder builder = new CacheableOperation.Builder();
		builder.setName(operation.getName());
		builder.setCacheNames(operation.getCacheNames().toArray(String[]::new));
		builder.setKey(operation.getKey());
		builder.setKeyGenerator(operation.getKeyGenerator());
		builder.setCondition(operation.getCondition());
		builder.setSync(true);
		return builder.build();
	}

}

package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.expression.EvaluationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;

/**
 * Evicts what {@link EvictTags @EvictTags} says around one call. What waits for a store
 * never does so on the thread that completes a future or a publisher.
 */
final class TagEvictions {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			TagEvictions.class.getClassLoader());

	private final TaggedCall call;

	private final InvocationScope scope;

	private final CacheErrorHandler errorHandler;

	TagEvictions(TaggedCall call, InvocationScope scope, CacheErrorHandler errorHandler) {
		this.call = call;
		this.scope = scope;
		this.errorHandler = errorHandler;
	}

	void before() {
		for (TagEviction eviction : this.call.method().evictions()) {
			if (eviction.beforeInvocation()) {
				evict(eviction, this.call.context(eviction.cacheNames()));
			}
		}
	}

	/**
	 * Evicts what is to be evicted after the method.
	 * @param result what it has returned
	 * @return what the caller is given
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	@Nullable Object after(@Nullable Object result) {
		if (this.call.method().evictions().stream().allMatch(TagEviction::beforeInvocation)) {
			return result;
		}
		Executor executor = this.call.manager().executor();
		if (result instanceof CompletableFuture<?> future) {
			return after(future, executor);
		}
		Object publisher = (result != null && REACTOR) ? ReactiveEvictions.after(result, this::returned, executor)
				: null;
		if (publisher != null) {
			return publisher;
		}
		returned(ObjectUtils.unwrapOptional(result));
		return result;
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private <T> CompletableFuture<T> after(CompletableFuture<T> future, Executor executor) {
		CompletableFuture<T> evicted = future.newIncompleteFuture();
		future.whenCompleteAsync((value, failure) -> {
			if (failure != null) {
				evicted.completeExceptionally(failure);
				return;
			}
			try {
				returned(value);
				evicted.complete(value);
			}
			catch (Throwable ex) {
				evicted.completeExceptionally(ex);
			}
		}, executor);
		return evicted;
	}

	private void returned(@Nullable Object result) {
		InvocationScope.within(this.scope, () -> {
			for (TagEviction eviction : this.call.method().evictions()) {
				if (!eviction.beforeInvocation()) {
					evict(eviction, this.call.context(eviction.cacheNames(), result));
				}
			}
		});
	}

	private void evict(TagEviction eviction, EvaluationContext context) {
		if (!eviction.isDue(context)) {
			return;
		}
		for (String tag : eviction.tags().tagsOf(context)) {
			eviction.caches(this.call.manager()).forEach((cache) -> evict(cache, tag));
		}
	}

	private void evict(CacheBridgeCache cache, String tag) {
		try {
			cache.evictByTag(tag);
		}
		catch (RuntimeException ex) {
			this.errorHandler.handleCacheEvictError(ex, cache, tag);
		}
	}

}

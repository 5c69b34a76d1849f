package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Opens a scope around what Spring's cache interceptor does, and leaves it while the
 * method itself runs and for what the caller does with a result that comes later.
 */
final class ScopedCacheInterceptor implements MethodInterceptor {

	private final MethodInterceptor interceptor;

	private final Supplier<CacheBridgeCacheManager> manager;

	ScopedCacheInterceptor(MethodInterceptor interceptor, Supplier<CacheBridgeCacheManager> manager) {
		this.interceptor = interceptor;
		this.manager = manager;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		CacheBridgeCacheManager caches = this.manager.get();
		InvocationScope scope = new InvocationScope(caches::ticket);
		ScopedInvocation scoped = new ScopedInvocation(invocation, scope, caches.executor());
		Object result = InvocationScope.within(scope, () -> this.interceptor.invoke(scoped));
		if (result instanceof CompletableFuture<?> future) {
			return future.isDone() ? future : outside(future);
		}
		return (result != null && CachedReturnType.isPublisher(invocation.getMethod())) ? ReactiveCalls.outside(result)
				: result;
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private static <T> CompletableFuture<T> outside(CompletableFuture<T> future) {
		CompletableFuture<T> outside = future.newIncompleteFuture();
		future.whenComplete((value, failure) -> InvocationScope.within(null, () -> {
			if (failure == null) {
				outside.complete(value);
			}
			else {
				outside.completeExceptionally(failure);
			}
		}));
		return outside;
	}

}

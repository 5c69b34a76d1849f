package io.cachebridge.core;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;

/**
 * Opens a scope around what Spring's cache interceptor does, and leaves it while the
 * method itself runs and for what the caller does with a result that comes later.
 */
final class ScopedCacheInterceptor implements MethodInterceptor {

	private final MethodInterceptor interceptor;

	private final Supplier<@Nullable CacheBridgeCacheManager> manager;

	ScopedCacheInterceptor(MethodInterceptor interceptor, Supplier<@Nullable CacheBridgeCacheManager> manager) {
		this.interceptor = interceptor;
		this.manager = manager;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		CacheBridgeCacheManager caches = this.manager.get();
		if (caches == null) {
			return this.interceptor.invoke(invocation);
		}
		if (invocation instanceof ProxyMethodInvocation call && CachedReturnType.isPublisher(call.getMethod())) {
			// A copy before the first call, as a call that is over cannot be made again
			ProxyMethodInvocation unused = (ProxyMethodInvocation) call.invocableClone();
			Object first = invokeScoped(call, caches);
			return (first != null) ? ReactiveCalls.of(first, () -> invokeScoped(unused.invocableClone(), caches))
					: null;
		}
		Object result = invokeScoped(invocation, caches);
		if (result instanceof CompletableFuture<?> future && !future.isDone()) {
			return outside(future);
		}
		return result;
	}

	private @Nullable Object invokeScoped(MethodInvocation invocation, CacheBridgeCacheManager caches)
			throws Throwable {
		InvocationScope scope = new InvocationScope(caches::ticket);
		ScopedInvocation scoped = new ScopedInvocation(invocation, scope, caches.executor());
		return InvocationScope.within(scope, () -> this.interceptor.invoke(scoped));
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

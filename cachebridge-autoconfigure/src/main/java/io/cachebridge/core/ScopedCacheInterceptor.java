package io.cachebridge.core;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Opens a scope around what Spring's cache interceptor does, and leaves it while the
 * method itself runs.
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
		return InvocationScope.within(scope, () -> this.interceptor.invoke(scoped));
	}

}

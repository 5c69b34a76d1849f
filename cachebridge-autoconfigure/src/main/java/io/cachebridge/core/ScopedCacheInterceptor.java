package io.cachebridge.core;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.cache.interceptor.AbstractCacheInvoker;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CacheableOperation;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.core.KotlinDetector;

/**
 * Opens a scope around what Spring's cache interceptor does, and leaves it while the
 * method itself runs and for what the caller does with a result that comes later.
 */
final class ScopedCacheInterceptor implements MethodInterceptor {

	private final MethodInterceptor interceptor;

	private final Supplier<@Nullable CacheBridgeCacheManager> manager;

	private final @Nullable TaggedMethods tagged;

	ScopedCacheInterceptor(MethodInterceptor interceptor, Supplier<@Nullable CacheBridgeCacheManager> manager) {
		this.interceptor = interceptor;
		this.manager = manager;
		this.tagged = (interceptor instanceof CacheAspectSupport aspect
				&& aspect.getCacheOperationSource() instanceof SharedLoadOperationSource source) ? source.tagged()
						: null;
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
			Object first = invokeScoped(call, caches, false);
			return (first != null) ? ReactiveCalls.of(first, () -> invokeScoped(unused.invocableClone(), caches, false))
					: null;
		}
		Object result = invokeScoped(invocation, caches, false);
		if (result instanceof CompletableFuture<?> future && !future.isDone()) {
			return outside(future);
		}
		return result;
	}

	private @Nullable Object invokeScoped(MethodInvocation invocation, CacheBridgeCacheManager caches,
			boolean refreshing) throws Throwable {
		TaggedCall call = taggedCall(invocation, caches);
		LoadAdvice advice = (call != null) ? call.advice() : LoadAdvice.NONE;
		InvocationScope scope = new InvocationScope(caches::ticket, advice, caches.transaction(),
				() -> onlyReads(invocation, call),
				refreshing ? null : () -> onlyReads(invocation, call) ? again(invocation, caches) : null);
		ScopedInvocation scoped = new ScopedInvocation(invocation, scope, caches.executor());
		Object result;
		try {
			result = InvocationScope.within(scope, () -> invoke(scoped, call, scope));
		}
		catch (Throwable ex) {
			scope.end(ex);
			throw ex;
		}
		if (!(result instanceof CompletableFuture<?>) && !CachedReturnType.isPublisher(invocation.getMethod())) {
			scope.end();
		}
		return result;
	}

	// A copy before the method is called, as a call that is over cannot be made again
	private @Nullable Refresh again(MethodInvocation invocation, CacheBridgeCacheManager caches) {
		if (!(invocation instanceof ProxyMethodInvocation call) || KotlinDetector.isSuspendingFunction(call.getMethod())
				|| !isTargetKept(call)) {
			return null;
		}
		ProxyMethodInvocation unused = (ProxyMethodInvocation) call.invocableClone();
		return () -> await(invokeScoped(unused.invocableClone(), caches, true));
	}

	// One that was taken for this call only may be another caller's by then, or destroyed
	private static boolean isTargetKept(ProxyMethodInvocation call) {
		return !(call.getProxy() instanceof Advised advised) || advised.getTargetSource().isStatic();
	}

	private static void await(@Nullable Object result) {
		if (result instanceof CompletableFuture<?> future) {
			future.join();
		}
		else if (result != null && ScopedInvocation.REACTOR) {
			ReactiveCalls.await(result);
		}
	}

	private boolean onlyReads(MethodInvocation invocation, @Nullable TaggedCall call) {
		Object target = invocation.getThis();
		if (target == null || !(this.interceptor instanceof CacheAspectSupport aspect)
				|| aspect.getCacheOperationSource() == null || (call != null && !call.method().evictions().isEmpty())) {
			return false;
		}
		Collection<CacheOperation> operations = aspect.getCacheOperationSource()
			.getCacheOperations(invocation.getMethod(), AopProxyUtils.ultimateTargetClass(target));
		return operations != null && operations.size() == 1
				&& operations.iterator().next() instanceof CacheableOperation;
	}

	private @Nullable Object invoke(ScopedInvocation scoped, @Nullable TaggedCall call, InvocationScope scope)
			throws Throwable {
		if (call == null || call.method().evictions().isEmpty()) {
			return this.interceptor.invoke(scoped);
		}
		TagEvictions evictions = new TagEvictions(call, scope, errorHandler());
		evictions.before();
		return evictions.after(this.interceptor.invoke(scoped));
	}

	private @Nullable TaggedCall taggedCall(MethodInvocation invocation, CacheBridgeCacheManager caches) {
		Object target = invocation.getThis();
		if (this.tagged == null || this.tagged.isEmpty() || target == null) {
			return null;
		}
		MethodTags method = this.tagged.of(invocation.getMethod(), AopProxyUtils.ultimateTargetClass(target));
		return (method != null) ? new TaggedCall(method, invocation.getArguments(), target, caches) : null;
	}

	private CacheErrorHandler errorHandler() {
		return (this.interceptor instanceof AbstractCacheInvoker invoker) ? invoker.getErrorHandler()
				: new SimpleCacheErrorHandler();
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

package io.cachebridge.core;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.util.ClassUtils;
import org.springframework.util.ObjectUtils;

/**
 * The call of a cached method inside a scope. A result that comes later is handed on
 * where the scope is open again and where waiting for a store blocks no event loop.
 */
final class ScopedInvocation implements MethodInvocation {

	static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Mono",
			ScopedInvocation.class.getClassLoader());

	private final MethodInvocation invocation;

	private final InvocationScope scope;

	private final Executor executor;

	private final Thread caller = Thread.currentThread();

	ScopedInvocation(MethodInvocation invocation, InvocationScope scope, Executor executor) {
		this.invocation = invocation;
		this.scope = scope;
		this.executor = executor;
	}

	@Override
	@SuppressWarnings("FutureReturnValueIgnored")
	public @Nullable Object proceed() throws Throwable {
		this.scope.begin();
		boolean publisher = CachedReturnType.isPublisher(getMethod());
		ScopedLoad load = ScopedLoad.begin(this.scope, publisher ? null : this.scope.onlyMiss());
		if (load.instead() != null) {
			return asReturned(load.instead().get());
		}
		LoadTimer timer = new LoadTimer(this.scope.misses());
		Object result;
		try {
			result = load.run(this::begin, returnsFuture());
		}
		catch (Throwable ex) {
			timer.failed(ex);
			ValueWrapper stale = publisher ? null : this.scope.staleAfter(ex);
			if (stale != null) {
				return asReturned(stale.get());
			}
			this.scope.end(ex);
			throw ex;
		}
		if (result instanceof CompletableFuture<?> future) {
			return continued(future, load, timer);
		}
		if (result != null && REACTOR) {
			Object shared = ReactiveLoads.share(result, this.scope, this.executor);
			if (shared != null) {
				return shared;
			}
		}
		timer.loaded();
		loaded(ObjectUtils.unwrapOptional(result));
		return result;
	}

	private @Nullable Object begin() throws Throwable {
		this.scope.advice().begin();
		return InvocationScope.within((InvocationScope) null, this::invoke);
	}

	// Aspects inside ask for the invocation of their thread
	private @Nullable Object invoke() throws Throwable {
		return (Thread.currentThread() == this.caller && !this.scope.isRefreshing()) ? this.invocation.proceed()
				: ExposeInvocationInterceptor.INSTANCE.invoke(this.invocation);
	}

	private boolean returnsFuture() {
		return CompletableFuture.class.isAssignableFrom(getMethod().getReturnType());
	}

	private @Nullable Object asReturned(@Nullable Object cached) {
		Class<?> type = getMethod().getReturnType();
		if (type == Optional.class) {
			return Optional.ofNullable(cached);
		}
		return returnsFuture() ? CompletableFuture.completedFuture(cached) : cached;
	}

	private void loaded(@Nullable Object result) {
		try {
			this.scope.advice().loaded(result);
		}
		catch (RuntimeException ex) {
			this.scope.end(ex);
			throw ex;
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private <T> CompletableFuture<T> continued(CompletableFuture<T> future, ScopedLoad load, LoadTimer timer) {
		CompletableFuture<T> continued = future.newIncompleteFuture();
		continued.whenComplete((value, failure) -> {
			if (continued.isCancelled()) {
				future.cancel(true);
			}
		});
		load.limited(future, this.executor)
			.whenCompleteAsync((value, failure) -> InvocationScope.within(this.scope, () -> {
				timer.ended(failure);
				complete(continued, value, failure);
			}), this.scope.waitsForStore() ? this.executor : Runnable::run);
		return continued;
	}

	private <T> void complete(CompletableFuture<T> continued, T value, @Nullable Throwable failure) {
		try {
			if (failure == null) {
				loaded(value);
				continued.complete(value);
			}
			else {
				failed(continued, failure);
			}
		}
		catch (Throwable ex) {
			continued.completeExceptionally(ex);
		}
	}

	@SuppressWarnings("unchecked")
	private <T> void failed(CompletableFuture<T> continued, Throwable failure) {
		ValueWrapper stale = this.scope.staleAfter(failure);
		if (stale != null) {
			continued.complete((T) stale.get());
		}
		else {
			this.scope.end(failure);
			continued.completeExceptionally(failure);
		}
	}

	@Override
	public Method getMethod() {
		return this.invocation.getMethod();
	}

	@Override
	public @Nullable Object[] getArguments() {
		return this.invocation.getArguments();
	}

	@Override
	public @Nullable Object getThis() {
		return this.invocation.getThis();
	}

	@Override
	public AccessibleObject getStaticPart() {
		return this.invocation.getStaticPart();
	}

}

package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * Opens the scope of an invocation while signals pass on to Spring's interceptor, or
 * closes it while they pass on to the caller.
 */
final class ScopedSubscriber implements CoreSubscriber<Object> {

	private final CoreSubscriber<? super Object> subscriber;

	private final @Nullable InvocationScope scope;

	ScopedSubscriber(CoreSubscriber<? super Object> subscriber, @Nullable InvocationScope scope) {
		this.subscriber = subscriber;
		this.scope = scope;
	}

	@Override
	public Context currentContext() {
		return this.subscriber.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscriber.onSubscribe(subscription);
	}

	@Override
	public void onNext(Object element) {
		InvocationScope.within(this.scope, () -> this.subscriber.onNext(element));
	}

	@Override
	public void onError(Throwable failure) {
		InvocationScope.within(this.scope, () -> this.subscriber.onError(failure));
	}

	@Override
	public void onComplete() {
		InvocationScope.within(this.scope, this.subscriber::onComplete);
	}

}

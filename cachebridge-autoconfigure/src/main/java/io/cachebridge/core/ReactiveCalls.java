package io.cachebridge.core;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * What the caller of a cached method is given if the method returns a publisher: each
 * subscription is a call of its own, as Spring's interceptor prepares for one only.
 */
final class ReactiveCalls {

	private final ReactiveAdapter adapter;

	private final AtomicReference<@Nullable Object> first;

	private final InvocationScope.Step<Object, Throwable> again;

	private ReactiveCalls(ReactiveAdapter adapter, Object first, InvocationScope.Step<Object, Throwable> again) {
		this.adapter = adapter;
		this.first = new AtomicReference<>(first);
		this.again = again;
	}

	/**
	 * Calls again whenever the result is subscribed to again, and closes the scope of the
	 * invocation for whatever the caller does with it. Several values are not held back:
	 * all are collected for the cache anyway, and a caller that asked for more of them
	 * would make the interceptor go on in its thread, outside of the scope.
	 * @param first what Spring's interceptor returned
	 * @param again calls the interceptor once more
	 * @return the same kind of publisher; the first result itself if it is none
	 */
	static Object of(Object first, InvocationScope.Step<Object, Throwable> again) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(first.getClass());
		if (adapter == null) {
			return first;
		}
		ReactiveCalls calls = new ReactiveCalls(adapter, first, again);
		return adapter.fromPublisher(adapter.isMultiValue() ? closed(Flux.defer(calls::next).onBackpressureBuffer())
				: closed(Mono.defer(() -> Mono.from(calls.next()))));
	}

	/**
	 * Waits for the end of what a method returned, if that is a publisher.
	 * @param result what the method returned
	 */
	static void await(Object result) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
		if (adapter != null) {
			Flux.from(adapter.toPublisher(result)).then().block();
		}
	}

	private Publisher<Object> next() {
		Object prepared = this.first.getAndSet(null);
		try {
			Object result = (prepared != null) ? prepared : this.again.run();
			return (result != null) ? this.adapter.toPublisher(result) : Flux.empty();
		}
		catch (Throwable ex) {
			Exceptions.throwIfFatal(ex);
			return Flux.error(ex);
		}
	}

	private static Flux<Object> closed(Flux<Object> source) {
		return source.transform(
				Operators.<Object, Object>lift((scannable, subscriber) -> new ScopedSubscriber(subscriber, null)));
	}

	private static Mono<Object> closed(Mono<Object> source) {
		return source.transform(
				Operators.<Object, Object>lift((scannable, subscriber) -> new ScopedSubscriber(subscriber, null)));
	}

}

package io.cachebridge.core;

import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * What the caller of a cached method is given if the method returns a publisher.
 */
final class ReactiveCalls {

	private ReactiveCalls() {
	}

	/**
	 * Closes the scope of the invocation for whatever the caller does with the result.
	 * @param result what Spring's interceptor returned
	 * @return the same kind of publisher; the result itself if it is none
	 */
	static Object outside(Object result) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
		if (adapter == null) {
			return result;
		}
		Publisher<Object> source = adapter.toPublisher(result);
		return adapter.fromPublisher(adapter.isMultiValue() ? closed(Flux.from(source)) : closed(Mono.from(source)));
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

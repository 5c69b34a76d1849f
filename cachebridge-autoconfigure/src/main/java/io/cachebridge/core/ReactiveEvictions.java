package io.cachebridge.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Evicts when a publisher completes normally, before its subscriber hears of it.
 */
final class ReactiveEvictions {

	private ReactiveEvictions() {
	}

	/**
	 * Wraps what a method returned.
	 * @param result what it returned
	 * @param evictions is given the value, a list for several
	 * @param executor runs the evictions
	 * @return the same kind of publisher, or {@code null} if the result is no publisher
	 */
	static @Nullable Object after(Object result, Consumer<@Nullable Object> evictions, Executor executor) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
		if (adapter == null) {
			return null;
		}
		Scheduler scheduler = Schedulers.fromExecutor(executor);
		if (!adapter.isMultiValue()) {
			return adapter
				.fromPublisher(Mono.from(adapter.toPublisher(result)).publishOn(scheduler).doOnSuccess(evictions));
		}
		Flux<Object> source = Flux.from(adapter.toPublisher(result));
		return adapter.fromPublisher(Flux.defer(() -> {
			List<Object> elements = new ArrayList<>();
			return source.doOnNext(elements::add).publishOn(scheduler).doOnComplete(() -> evictions.accept(elements));
		}));
	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import io.cachebridge.core.Flights.Flight;
import io.cachebridge.core.InvocationScope.Miss;

/**
 * Shares the load of a method that returns a publisher. The leader subscribes to the
 * method's own publisher, with its own context, as if there were no cache; followers are
 * given its result, or subscribe for themselves if it fails or takes too long.
 */
final class ReactiveLoads {

	private static final Object LOADING = ReactiveLoads.class;

	private final ReactiveAdapter adapter;

	private final InvocationScope scope;

	private final Executor executor;

	private final Scheduler scheduler;

	private ReactiveLoads(ReactiveAdapter adapter, InvocationScope scope, Executor executor) {
		this.adapter = adapter;
		this.scope = scope;
		this.executor = executor;
		this.scheduler = Schedulers.fromExecutor(executor);
	}

	/**
	 * Wraps what a cached method returned.
	 * @param result what the method returned
	 * @param scope the scope of the invocation
	 * @param executor runs what waits for a store
	 * @return the same kind of publisher, or {@code null} if the result is no publisher
	 */
	static @Nullable Object share(Object result, InvocationScope scope, Executor executor) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(result.getClass());
		if (adapter == null) {
			return null;
		}
		ReactiveLoads loads = new ReactiveLoads(adapter, scope, executor);
		Flux<Object> shared = loads.ended(loads.advised(loads.share(Flux.from(adapter.toPublisher(result)))));
		Publisher<Object> wrapped = adapter.isMultiValue() ? shared : shared.singleOrEmpty();
		return adapter.fromPublisher(wrapped);
	}

	private Flux<Object> ended(Flux<Object> source) {
		return source.doOnError(this::endLater).doOnCancel(() -> endLater(new CancellationException()));
	}

	// The store may be told, for which nobody waits who fails or gives up
	private void endLater(Throwable failure) {
		if (this.scope.waitsForStore()) {
			this.executor.execute(() -> this.scope.end(failure));
		}
	}

	private Flux<Object> advised(Flux<Object> source) {
		LoadAdvice advice = this.scope.advice();
		if (!advice.readsResult()) {
			return source;
		}
		return Flux.defer(() -> {
			List<Object> elements = new ArrayList<>();
			return source.doOnNext(elements::add).doOnComplete(() -> advice.loaded(value(elements)));
		});
	}

	private Flux<Object> share(Flux<Object> source) {
		return Flux.deferContextual((context) -> {
			Miss miss = this.scope.onlyMiss();
			if (miss == null || !miss.cache().sharesLoads() || miss.lease().transaction() != null) {
				return scoped(guarded(source, null));
			}
			long until = System.nanoTime() + Nanos.of(miss.cache().settings().followerTimeout());
			return board(source, miss, context.hasKey(LOADING), until);
		});
	}

	private Flux<Object> board(Flux<Object> source, Miss miss, boolean loading, long until) {
		Flights flights = miss.cache().flights();
		Flight mine = flights.prepare(this.scope.isRefreshing());
		Flight flight = flights.board(miss.key().name(), mine);
		if (flight == mine) {
			return lead(source, miss, mine);
		}
		if (flight.isAhead() && miss.lease().isGone() && !mine.isAhead()) {
			flights.leave(miss.key().name(), flight);
			return board(source, miss, loading, until);
		}
		if (mine.isAhead()) {
			return unlessLoaded(flight, until, () -> board(source, miss, loading, until));
		}
		if (loading) {
			return alone(source);
		}
		CompletableFuture<@Nullable Object> landed = within(flight.result(), until);
		// Never on the thread that ends the flight: it has a caller of its own, or is a
		// timer
		Flux<Object> followed = Mono.fromFuture(landed)
			.publishOn(this.scheduler)
			.flatMapMany(this::elements)
			.doOnComplete(() -> miss.cache().failSafe().followed(miss.key(), flight))
			.doOnSubscribe((subscription) -> this.scope.follow());
		return scoped(followed).onErrorResume((failure) -> {
			this.scope.lead();
			return (failure instanceof TimeoutException) ? alone(source) : board(source, miss, false, until);
		});
	}

	private Flux<Object> unlessLoaded(Flight flight, long until, Supplier<Flux<Object>> again) {
		return Mono.fromFuture(within(flight.miss(), until))
			.publishOn(this.scheduler)
			.flatMapMany((loading) -> Flux.<Object>error(Loads.loadedAlready()))
			.switchIfEmpty(Flux.defer(again));
	}

	private static <T extends @Nullable Object> CompletableFuture<T> within(CompletableFuture<T> future, long until) {
		return future.copy().orTimeout(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
	}

	private Flux<Object> lead(Flux<Object> source, Miss miss, Flight flight) {
		Flights flights = miss.cache().flights();
		String keyName = miss.key().name();
		List<Object> elements = new ArrayList<>();
		Flux<Object> load = Flux.defer(() -> {
			flight.missed(miss.lease());
			return guarded(source, flight);
		});
		Flux<Object> found = (flight.isAhead() ? load
				: lookAgain(miss).flatMapMany((lookup) -> (lookup.hit() != null) ? found(flight, lookup) : load))
			.contextWrite((context) -> context.put(LOADING, LOADING))
			.doOnNext(elements::add)
			.doOnError((failure) -> flights.fail(keyName, flight));
		return scoped(found).doAfterTerminate(() -> flights.land(keyName, flight, value(elements)))
			.doOnCancel(() -> flights.fail(keyName, flight));
	}

	/**
	 * Looks for a value that another load has stored, or that takes the place of one
	 * which has failed, after this invocation missed it and before it began its own load.
	 * @param miss the miss
	 * @return what was found
	 */
	private Mono<Lookup> lookAgain(Miss miss) {
		Mono<Lookup> look = Mono.fromCallable(() -> miss.cache().lookAgain(miss.key(), this.scope.advice()));
		return this.scope.waitsForStore() ? look.subscribeOn(this.scheduler) : look;
	}

	private Flux<Object> found(Flight flight, Lookup lookup) {
		ValueWrapper hit = Objects.requireNonNull(lookup.hit());
		return lookup.isStale() ? stale(flight, hit) : hit(hit.get());
	}

	private Flux<Object> hit(@Nullable Object value) {
		this.scope.follow();
		return (value != null) ? elements(value) : Flux.empty();
	}

	private Flux<Object> alone(Flux<Object> source) {
		this.scope.follow();
		return scoped(guarded(source, null));
	}

	private Flux<Object> guarded(Flux<Object> source, @Nullable Flight flight) {
		return Flux.defer(() -> {
			Miss miss = this.scope.onlyMiss();
			ScopedLoad load = ScopedLoad.begin(this.scope, miss);
			if (load.instead() != null) {
				return stale(flight, load.instead());
			}
			if (load.isRejected() && flight != null && miss != null) {
				miss.cache().flights().fail(miss.key().name(), flight);
			}
			Flux<Object> timed = timed(limited(source, load));
			if (miss == null || !miss.cache().failSafe().isEnabled(this.scope.advice())) {
				return timed;
			}
			AtomicBoolean begun = new AtomicBoolean();
			return timed.doOnNext((element) -> begun.set(true)).onErrorResume((failure) -> {
				ValueWrapper stale = begun.get() ? null : this.scope.staleAfter(failure);
				return (stale != null) ? stale(flight, stale) : Flux.error(failure);
			});
		});
	}

	private Flux<Object> stale(@Nullable Flight flight, ValueWrapper instead) {
		if (flight != null) {
			flight.markStale();
		}
		return hit(instead.get());
	}

	private Flux<Object> limited(Flux<Object> source, ScopedLoad load) {
		Duration limit = load.limit();
		if (limit == null) {
			return source.doFinally((signal) -> load.end());
		}
		Mono<Object> over = Mono.delay(limit)
			.publishOn(this.scheduler)
			.flatMap((late) -> Mono.error(load.giveUp(limit)));
		return source.takeUntilOther(over).doFinally((signal) -> load.end());
	}

	private Flux<Object> timed(Flux<Object> source) {
		return Flux.defer(() -> {
			LoadTimer timer = new LoadTimer(this.scope.misses());
			return source.doOnComplete(timer::loaded).doOnError(timer::failed);
		});
	}

	private Flux<Object> scoped(Flux<Object> source) {
		Flux<Object> moved = this.scope.waitsForStore() ? source.publishOn(this.scheduler) : source;
		return moved.transform(Operators
			.<Object, Object>lift((scannable, subscriber) -> new ScopedSubscriber(subscriber, this.scope)));
	}

	private @Nullable Object value(List<Object> elements) {
		if (this.adapter.isMultiValue()) {
			return new ArrayList<>(elements);
		}
		return elements.isEmpty() ? null : elements.get(0);
	}

	private Flux<Object> elements(Object value) {
		boolean many = this.adapter.isMultiValue() && value instanceof Iterable<?>;
		return many ? Flux.fromIterable((Iterable<?>) value) : Flux.just(value);
	}

}

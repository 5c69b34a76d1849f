package io.cachebridge.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.core.Flights.Flight;

/**
 * Loads the values of one cache for callers that must not be blocked. They share loads
 * with each other and with blocking callers, by the rules of {@link Loads}; what waits
 * for a store runs on an executor.
 */
final class AsyncLoads {

	private final LoadingTiers tiers;

	private final Flights flights;

	private final Loads loads;

	private final CacheObserver observer;

	private final FailSafe failSafe;

	private final Executor executor;

	/** Never the thread that ends a flight: it has a caller of its own, or is a timer. */
	private final Executor followers;

	private final boolean shared;

	private final Duration followerTimeout;

	AsyncLoads(LoadingTiers tiers, Flights flights, Loads loads, CacheObserver observer, FailSafe failSafe,
			CacheSettings settings, Executor executor) {
		this.tiers = tiers;
		this.flights = flights;
		this.loads = loads;
		this.observer = observer;
		this.failSafe = failSafe;
		this.executor = tiers.isRemote() ? executor : Runnable::run;
		this.followers = executor;
		this.shared = settings.singleFlight() != CacheSettings.SingleFlight.NONE;
		this.followerTimeout = settings.followerTimeout();
	}

	/**
	 * Runs a look into the tiers where it may wait.
	 * @param look the look
	 * @param scope the scope of the invocation that looks, open again where it goes on
	 * @return a future of the value found
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	CompletableFuture<@Nullable ValueWrapper> find(Supplier<Lookup> look, @Nullable InvocationScope scope) {
		CompletableFuture<@Nullable ValueWrapper> found = new CompletableFuture<>();
		look(look).whenComplete((lookup, failure) -> InvocationScope.within(scope, () -> {
			if (failure == null) {
				found.complete(lookup.hit());
			}
			else {
				found.completeExceptionally(unwrap(failure));
			}
		}));
		return found;
	}

	private CompletableFuture<Lookup> look(Supplier<Lookup> look) {
		return CompletableFuture.supplyAsync(this.tiers.carry(look), this.executor);
	}

	/**
	 * Returns the value of a key, loaded if it is in no tier.
	 * @param key the key
	 * @param request loads the value
	 * @return a future of the value, the caller's own: cancelling it disturbs nobody else
	 */
	CompletableFuture<@Nullable Object> load(EntryKey key, Request request) {
		CompletableFuture<@Nullable Object> result = (this.shared && this.tiers.sharesLoad(key))
				? share(key, request, System.nanoTime() + Nanos.of(this.followerTimeout)) : lookOrLoad(key, request);
		return unwrapped(result);
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private CompletableFuture<@Nullable Object> share(EntryKey key, Request request, long until) {
		Flight mine = this.flights.prepare();
		Flight flight = this.flights.board(key.name(), mine);
		if (flight == mine) {
			return lead(key, mine, request);
		}
		if (LoadMark.isLoading()) {
			return alone(key, request);
		}
		return flight.result()
			.copy()
			.orTimeout(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)
			.handleAsync((value, failure) -> follow(key, request, until, value, failure), this.followers)
			.thenCompose((next) -> next);
	}

	private CompletableFuture<@Nullable Object> follow(EntryKey key, Request request, long until,
			@Nullable Object value, @Nullable Throwable failure) {
		if (failure == null) {
			this.observer.miss(key.key());
			return CompletableFuture.completedFuture(value);
		}
		return (failure instanceof TimeoutException) ? alone(key, request) : share(key, request, until);
	}

	private CompletableFuture<@Nullable Object> alone(EntryKey key, Request request) {
		this.observer.miss(key.key());
		if (!this.failSafe.isEnabled()) {
			return call(key, request);
		}
		return CompletableFuture.supplyAsync(() -> Optional.ofNullable(this.failSafe.whileResting(key)), this.executor)
			.thenCompose((resting) -> resting.isPresent() ? CompletableFuture.completedFuture(resting.get().get())
					: guarded(key, request));
	}

	private CompletableFuture<@Nullable Object> guarded(EntryKey key, Request request) {
		return call(key, request).exceptionallyAsync((failure) -> {
			ValueWrapper stale = this.failSafe.inPlaceOf(unwrap(failure), key);
			if (stale == null) {
				throw new CompletionException(unwrap(failure));
			}
			return stale.get();
		}, this.executor);
	}

	private CompletableFuture<@Nullable Object> lead(EntryKey key, Flight flight, Request request) {
		return lookOrLoad(key, request).whenComplete((value, failure) -> {
			if (failure == null) {
				this.flights.land(key.name(), flight, value);
			}
			else {
				this.flights.fail(key.name(), flight, failure);
			}
		});
	}

	private CompletableFuture<@Nullable Object> lookOrLoad(EntryKey key, Request request) {
		return look(() -> this.loads.lookAndLease(key, request.advice())).thenCompose((lookup) -> {
			ValueWrapper hit = lookup.hit();
			if (hit != null) {
				return CompletableFuture.completedFuture(hit.get());
			}
			return call(key, request).handleAsync((value, failure) -> {
				if (failure != null) {
					return recover(key, lookup, unwrap(failure));
				}
				this.loads.store(key, lookup, value, request.advice());
				return value;
			}, this.executor);
		});
	}

	private @Nullable Object recover(EntryKey key, Lookup lookup, Throwable failure) {
		this.loads.abandon(key, lookup, failure);
		ValueWrapper stale = this.failSafe.after(key, lookup, failure);
		if (stale == null) {
			throw new CompletionException(failure);
		}
		return stale.get();
	}

	private CompletableFuture<@Nullable Object> call(EntryKey key, Request request) {
		long start = System.nanoTime();
		CompletableFuture<@Nullable Object> called;
		try {
			called = LoadMark.during(request.loader()::get).thenApply((value) -> value);
		}
		catch (Exception ex) {
			called = CompletableFuture.failedFuture(ex);
		}
		return called.whenComplete((value, failure) -> {
			if (failure == null) {
				this.observer.loaded(key.key(), System.nanoTime() - start);
				this.failSafe.loaded(key);
			}
			else {
				this.observer.loadFailed(key.key(), System.nanoTime() - start, unwrap(failure));
			}
		});
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private static CompletableFuture<@Nullable Object> unwrapped(CompletableFuture<@Nullable Object> source) {
		CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
		source.whenComplete((value, failure) -> {
			if (failure == null) {
				result.complete(value);
			}
			else {
				result.completeExceptionally(unwrap(failure));
			}
		});
		return result;
	}

	private static Throwable unwrap(Throwable failure) {
		Throwable cause = failure.getCause();
		return (failure instanceof CompletionException && cause != null) ? cause : failure;
	}

	/**
	 * What a caller asks for.
	 *
	 * @param loader loads the value
	 * @param advice what the load says of its result
	 */
	record Request(Supplier<? extends CompletableFuture<? extends @Nullable Object>> loader, LoadAdvice advice) {
	}

}

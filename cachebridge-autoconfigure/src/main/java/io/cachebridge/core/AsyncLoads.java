package io.cachebridge.core;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.core.Flights.Flight;
import io.cachebridge.core.LoadsUnderWay.UnderWay;

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

	private final FutureLoads futures;

	private final Executor executor;

	/** Never the thread that ends a flight: it has a caller of its own, or is a timer. */
	private final Executor followers;

	private final boolean shared;

	private final Duration followerTimeout;

	AsyncLoads(LoadingTiers tiers, Flights flights, Loads loads, CacheObserver observer, FailSafe failSafe,
			CacheSettings settings, Executor executor, BoundedLoads bounded) {
		this.tiers = tiers;
		this.flights = flights;
		this.loads = loads;
		this.observer = observer;
		this.failSafe = failSafe;
		this.futures = new FutureLoads(bounded, failSafe, executor);
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
		Call call = new Call(key, request, this.futures.areTimed(), this.tiers.loadsAhead(key) && !LoadMark.isLoading(),
				LoadMark.isLoading());
		return unwrapped((this.shared && this.tiers.sharesLoad(key))
				? share(call, System.nanoTime() + Nanos.of(this.followerTimeout))
				: lead(call, this.flights.prepare(call.ahead())));
	}

	private CompletableFuture<@Nullable Object> share(Call call, long until) {
		Flight mine = this.flights.prepare(call.ahead());
		Flight flight = this.flights.board(call.key().name(), mine);
		if (flight == mine) {
			return lead(call, mine);
		}
		if (call.ahead()) {
			return unlessLoaded(call, flight, until);
		}
		if (!flight.isAhead()) {
			return join(call, flight, flight.miss(), until);
		}
		return look(() -> this.tiers.look(call.key())).thenCompose((own) -> {
			if (own.hit() == null && own.isGone()) {
				this.flights.leave(call.key().name(), flight);
				return share(call, until);
			}
			if (own.hit() == null) {
				return join(call, flight, CompletableFuture.completedFuture(own), until);
			}
			this.loads.observe(call.key(), own);
			return CompletableFuture.completedFuture(own.hit().get());
		});
	}

	// The caller who has found that a value is due may still be there with its hit
	private CompletableFuture<@Nullable Object> unlessLoaded(Call call, Flight flight, long until) {
		Supplier<CompletableFuture<@Nullable Object>> again = this.tiers.carry(() -> share(call, until));
		return within(flight.miss(), until).thenComposeAsync(
				(miss) -> (miss != null) ? CompletableFuture.failedFuture(Loads.loadedAlready()) : again.get(),
				this.followers);
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private CompletableFuture<@Nullable Object> join(Call call, Flight flight, CompletableFuture<@Nullable Lookup> miss,
			long until) {
		if (call.nested()) {
			return alone(call);
		}
		return orMeanwhile(call, miss,
				within(flight.result(), until)
					.handleAsync((value, failure) -> follow(call, flight, until, value, failure), this.followers)
					.thenCompose((next) -> next));
	}

	private static <T extends @Nullable Object> CompletableFuture<T> within(CompletableFuture<T> future, long until) {
		return future.copy().orTimeout(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
	}

	private CompletableFuture<@Nullable Object> orMeanwhile(Call call, CompletableFuture<@Nullable Lookup> miss,
			CompletableFuture<@Nullable Object> result) {
		return call.timed() ? this.futures.orMeanwhile(call.key(), miss, result, call.request().advice()) : result;
	}

	private CompletableFuture<@Nullable Object> follow(Call call, Flight flight, long until, @Nullable Object value,
			@Nullable Throwable failure) {
		if (failure == null) {
			this.observer.miss(call.key().key());
			this.failSafe.followed(call.key(), flight);
			return CompletableFuture.completedFuture(value);
		}
		return (failure instanceof TimeoutException) ? alone(call) : share(call, until);
	}

	private CompletableFuture<@Nullable Object> alone(Call call) {
		this.observer.miss(call.key().key());
		UnderWay begun = this.futures.underWay().begin();
		if (!this.failSafe.isEnabled(call.request().advice())) {
			return unshared(call, begun);
		}
		return CompletableFuture.supplyAsync(() -> Optional.ofNullable(servable(call, begun)), this.executor)
			.thenCompose((servable) -> servable.isPresent() ? CompletableFuture.completedFuture(servable.get().get())
					: unshared(call, begun));
	}

	private @Nullable ValueWrapper servable(Call call, @Nullable UnderWay begun) {
		ValueWrapper servable = null;
		try {
			LoadAdvice advice = call.request().advice();
			servable = (begun != null) ? this.failSafe.whileResting(call.key(), advice)
					: this.failSafe.instead(call.key(), advice);
			return servable;
		}
		catch (RuntimeException | Error ex) {
			end(begun);
			throw ex;
		}
		finally {
			if (servable != null) {
				end(begun);
			}
		}
	}

	private static void end(@Nullable UnderWay begun) {
		if (begun != null) {
			begun.end();
		}
	}

	private CompletableFuture<@Nullable Object> unshared(Call call, @Nullable UnderWay begun) {
		UnderWay load = (begun != null) ? begun : this.futures.underWay().beginAnyway();
		return ended(call, load, (begun != null) && call.timed(),
				new UnsharedLoad(call.key(), call.request().advice(), this.observer, this.failSafe));
	}

	private CompletableFuture<@Nullable Object> lead(Call call, Flight flight) {
		LoadAdvice advice = call.request().advice();
		CompletableFuture<@Nullable Lookup> miss = new CompletableFuture<>();
		return orMeanwhile(call, miss,
				look(() -> this.loads.lookAndLease(call.key(), flight, advice)).thenCompose((lookup) -> {
					ValueWrapper hit = lookup.hit();
					miss.complete((hit != null) ? null : lookup);
					if (hit != null) {
						return CompletableFuture.completedFuture(hit.get());
					}
					LeasedLoad load = new LeasedLoad(this.loads, call.key(), lookup, advice, flight);
					UnderWay begun = this.futures.underWay().begin();
					return (begun != null) ? ended(call, begun, call.timed(), load) : rejected(call, load, lookup);
				}));
	}

	private CompletableFuture<@Nullable Object> rejected(Call call, LeasedLoad load, Lookup lease) {
		ValueWrapper instead = load.rejected();
		if (instead == null && lease.isAhead()) {
			return CompletableFuture.failedFuture(new RejectedExecutionException("No room to load a value anew"));
		}
		return (instead != null) ? CompletableFuture.completedFuture(instead.get()) : unshared(call, null);
	}

	private CompletableFuture<@Nullable Object> ended(Call call, UnderWay begun, boolean timed, LoadEnding ending) {
		long start = System.nanoTime();
		return this.futures.call(call.key(), call.request().loader(), begun, timed).handleAsync((value, failure) -> {
			long nanos = System.nanoTime() - start;
			if (failure == null) {
				return ending.loaded(value, nanos);
			}
			ValueWrapper instead = ending.failed(unwrap(failure), nanos);
			if (instead == null) {
				throw new CompletionException(unwrap(failure));
			}
			return instead.get();
		}, this.executor);
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

	/**
	 * A request under way.
	 *
	 * @param key the key
	 * @param request what the caller asks for
	 * @param timed whether the caller waits only so long
	 * @param ahead whether it brings a value anew that may still be there
	 * @param nested whether another load needs the value, so that it must not wait for
	 * one which may need that
	 */
	private record Call(EntryKey key, Request request, boolean timed, boolean ahead, boolean nested) {
	}

}

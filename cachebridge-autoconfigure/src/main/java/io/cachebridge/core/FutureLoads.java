package io.cachebridge.core;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.core.LoadsUnderWay.UnderWay;

/**
 * Runs the loads of one cache that bring futures, within the same limits as
 * {@link BoundedLoads}. They need no thread of their own.
 */
final class FutureLoads {

	private final BoundedLoads bounded;

	private final FailSafe failSafe;

	private final Executor executor;

	/**
	 * Creates the loads.
	 * @param bounded the limits
	 * @param failSafe finds what is served meanwhile
	 * @param executor tells callers whose time is over
	 */
	FutureLoads(BoundedLoads bounded, FailSafe failSafe, Executor executor) {
		this.bounded = bounded;
		this.failSafe = failSafe;
		this.executor = executor;
	}

	LoadsUnderWay underWay() {
		return this.bounded.underWay();
	}

	boolean areTimed() {
		return this.bounded.times().apply();
	}

	/**
	 * Calls a loader.
	 * @param key the key
	 * @param loader brings a future
	 * @param begun the load among those that run; ended when the future completes
	 * @param timed whether it may take only so long. Then its future is cancelled
	 * @return a future of the value
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	CompletableFuture<@Nullable Object> call(EntryKey key,
			Supplier<? extends CompletableFuture<? extends @Nullable Object>> loader, UnderWay begun, boolean timed) {
		CompletableFuture<@Nullable Object> called = new CompletableFuture<>();
		Duration hard = timed ? this.bounded.times().hard() : null;
		Delay limit = (hard != null) ? Delay.of(hard, this.executor, () -> giveUp(key, hard, begun, called)) : null;
		try {
			CompletableFuture<? extends @Nullable Object> source = Objects.requireNonNull(LoadMark.during(loader::get),
					"A loader must not return null in place of a future");
			source.whenComplete((value, failure) -> {
				begun.end();
				complete(called, value, failure);
			});
			called.whenComplete((value, failure) -> {
				if (failure instanceof LoadTimeoutException) {
					source.cancel(true);
				}
				else if (limit != null) {
					limit.stop();
				}
			});
		}
		catch (Throwable ex) {
			begun.end();
			called.completeExceptionally(ex);
			if (limit != null) {
				limit.stop();
			}
		}
		return called;
	}

	private void giveUp(EntryKey key, Duration hard, UnderWay begun, CompletableFuture<@Nullable Object> called) {
		if (!called.isDone()) {
			begun.giveUp();
			called.completeExceptionally(this.bounded.background().timeout(key, hard));
		}
	}

	private static void complete(CompletableFuture<@Nullable Object> called, @Nullable Object value,
			@Nullable Throwable failure) {
		if (failure == null) {
			called.complete(value);
		}
		else {
			called.completeExceptionally(failure);
		}
	}

	/**
	 * Lets a caller wait for a load only as long as there is nothing else to serve.
	 * @param key the key
	 * @param miss the miss that the load follows, once it begins
	 * @param result what the caller waits for
	 * @param advice what is known of the load
	 * @return what the caller is given, its own
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	CompletableFuture<@Nullable Object> orMeanwhile(EntryKey key, CompletableFuture<@Nullable Lookup> miss,
			CompletableFuture<@Nullable Object> result, LoadAdvice advice) {
		Duration soft = this.bounded.times().soft();
		if (soft == null) {
			return result;
		}
		CompletableFuture<@Nullable Object> given = result.copy();
		miss.thenAccept((missed) -> {
			if (missed != null) {
				Delay wait = Delay.of(soft, this.executor, () -> serve(key, missed, given, advice));
				given.whenComplete((value, failure) -> wait.stop());
			}
		});
		return given;
	}

	private void serve(EntryKey key, Lookup miss, CompletableFuture<@Nullable Object> given, LoadAdvice advice) {
		ValueWrapper meanwhile = given.isDone() ? null : this.failSafe.instead(key, miss, advice);
		if (meanwhile != null && given.complete(meanwhile.get())) {
			underWay().softTimeout();
		}
	}

}

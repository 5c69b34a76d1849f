package io.cachebridge.core;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.core.InvocationScope.Miss;
import io.cachebridge.core.LoadsUnderWay.UnderWay;

/**
 * A load that Spring's interceptor runs, within the limits of the one cache that it is
 * for: it takes room there, and may have a hard timeout. The interceptor stores the
 * result, so nobody can be served before it is there.
 */
final class ScopedLoad {

	private final @Nullable Miss miss;

	private final @Nullable UnderWay begun;

	private final @Nullable ValueWrapper instead;

	private ScopedLoad(@Nullable Miss miss, @Nullable UnderWay begun, @Nullable ValueWrapper instead) {
		this.miss = miss;
		this.begun = begun;
		this.instead = instead;
	}

	/**
	 * Begins a load, or rejects it. The result of one that is rejected is not stored.
	 * @param scope the scope of the invocation
	 * @param miss the miss that the load follows, {@code null} if it has no limits
	 * @return the load
	 */
	static ScopedLoad begin(InvocationScope scope, @Nullable Miss miss) {
		if (miss == null) {
			return new ScopedLoad(null, null, null);
		}
		LoadsUnderWay underWay = miss.cache().bounded().underWay();
		UnderWay begun = underWay.begin();
		if (begun != null) {
			return new ScopedLoad(miss, begun, null);
		}
		if (scope.isRefreshing()) {
			throw new RejectedExecutionException("No room to load a value anew");
		}
		ValueWrapper instead = scope.staleInstead();
		if (!scope.isFollowing()) {
			// Other nodes are not to wait for what is not stored
			miss.cache().abandon(miss.key(), miss.lease());
		}
		scope.follow();
		return new ScopedLoad(null, (instead != null) ? null : underWay.beginAnyway(), instead);
	}

	/**
	 * Returns what is served because there is no room for the load.
	 * @return the value, {@code null} to load
	 */
	@Nullable ValueWrapper instead() {
		return this.instead;
	}

	/**
	 * Tells whether the caller loads for itself, as there is neither room nor a value.
	 * @return {@code true} if nobody else is to wait for it
	 */
	boolean isRejected() {
		return this.miss == null && this.begun != null;
	}

	/**
	 * Runs a method that its caller waits for.
	 * @param work calls the method
	 * @param returnsFuture whether it returns before it has loaded
	 * @return what the method returns
	 * @throws Throwable what the method throws
	 */
	@Nullable Object run(BackgroundLoad.Work work, boolean returnsFuture) throws Throwable {
		Miss limited = this.miss;
		if (limited == null || this.begun == null || returnsFuture || limit() == null) {
			return here(work);
		}
		BackgroundLoads background = limited.cache().bounded().background();
		BackgroundLoad load = background.start(limited.key(), work, Handed.ON, this.begun);
		if (load == null) {
			return here(work);
		}
		try {
			return load.await(Nanos.forever());
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : ex;
		}
	}

	private @Nullable Object here(BackgroundLoad.Work work) throws Throwable {
		Object result = null;
		try {
			result = work.run();
			return result;
		}
		finally {
			if (!(result instanceof CompletableFuture<?>)) {
				end();
			}
		}
	}

	private static @Nullable Duration limit(Miss miss) {
		LoadTimes times = miss.cache().bounded().times();
		return times.apply() ? times.hard() : null;
	}

	/**
	 * Gives a future its time. It is cancelled when that is over.
	 * @param <T> the type of the value
	 * @param source the future that the method has returned
	 * @param executor tells those who wait
	 * @return the future to wait for
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	<T> CompletableFuture<T> limited(CompletableFuture<T> source, Executor executor) {
		source.whenComplete((value, failure) -> end());
		Duration limit = limit();
		if (limit == null) {
			return source;
		}
		CompletableFuture<T> limited = new CompletableFuture<>();
		source.whenComplete((value, failure) -> {
			if (failure == null) {
				limited.complete(value);
			}
			else {
				limited.completeExceptionally(failure);
			}
		});
		Delay delay = Delay.of(limit, executor, () -> {
			if (!limited.isDone()) {
				limited.completeExceptionally(giveUp(limit));
				source.cancel(true);
			}
		});
		limited.whenComplete((value, failure) -> delay.stop());
		return limited;
	}

	/**
	 * Returns how long the load may take.
	 * @return the time, {@code null} for as long as it likes
	 */
	@Nullable Duration limit() {
		return (this.miss != null) ? limit(this.miss) : null;
	}

	/**
	 * The time of the load is over. It hangs until it ends.
	 * @param limit how long it was given
	 * @return what those who wait are told
	 */
	LoadTimeoutException giveUp(Duration limit) {
		Miss limited = Objects.requireNonNull(this.miss);
		Objects.requireNonNull(this.begun).giveUp();
		return limited.cache().bounded().background().timeout(limited.key(), limit);
	}

	/**
	 * The load has ended. To be called once or more.
	 */
	void end() {
		if (this.begun != null) {
			this.begun.end();
		}
	}

	/**
	 * Gives what a load brings to Spring's interceptor as it is.
	 */
	private enum Handed implements LoadEnding {

		ON;

		@Override
		public @Nullable Object loaded(@Nullable Object value, long nanos) {
			return value;
		}

		@Override
		public @Nullable ValueWrapper failed(Throwable failure, long nanos) {
			return null;
		}

	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * A load on a thread of its own. It ends when its loader does, or when its time is over:
 * then the loader is interrupted, and what it still brings is dropped.
 */
final class BackgroundLoad implements Runnable {

	private final Work work;

	private final LoadEnding ending;

	private final LoadsUnderWay.UnderWay underWay;

	private final CarriedContext context = new CarriedContext();

	private final CompletableFuture<Outcome> result = new CompletableFuture<>();

	private final AtomicBoolean decided = new AtomicBoolean();

	private final long start = System.nanoTime();

	private volatile @Nullable Delay limit;

	/** The thread while the loader runs; it does something else afterwards. */
	private @Nullable Thread thread;

	private boolean interrupted;

	BackgroundLoad(Work work, LoadEnding ending, LoadsUnderWay.UnderWay underWay) {
		this.work = work;
		this.ending = ending;
		this.underWay = underWay;
	}

	/**
	 * Gives the loader so much time from now on.
	 * @param time how long it may take
	 * @param executor tells those who wait
	 * @param failure describes that it is over
	 */
	void limit(Duration time, Executor executor, Supplier<LoadTimeoutException> failure) {
		Delay begun = Delay.of(time, executor, () -> giveUp(failure));
		this.limit = begun;
		if (this.decided.get()) {
			begun.stop();
		}
	}

	private void giveUp(Supplier<LoadTimeoutException> failure) {
		if (this.decided.compareAndSet(false, true)) {
			this.underWay.giveUp();
			interrupt();
			end(null, failure.get());
		}
	}

	@Override
	public void run() {
		if (!enter()) {
			this.underWay.end();
			return;
		}
		Object value = null;
		Throwable failure = null;
		try {
			value = this.context.run(this.work);
		}
		catch (Throwable ex) {
			failure = ex;
		}
		finally {
			leave();
			this.underWay.end();
		}
		if (this.decided.compareAndSet(false, true)) {
			Delay begun = this.limit;
			if (begun != null) {
				begun.stop();
			}
			end(value, failure);
		}
	}

	private synchronized boolean enter() {
		if (this.decided.get()) {
			return false;
		}
		this.thread = Thread.currentThread();
		if (this.interrupted) {
			this.thread.interrupt();
		}
		return true;
	}

	// What comes next on this thread is not to be interrupted
	private synchronized void leave() {
		this.thread = null;
		if (this.interrupted) {
			Thread.interrupted();
		}
	}

	/**
	 * Interrupts the loader, once, unless it has ended.
	 */
	synchronized void interrupt() {
		if (!this.interrupted) {
			this.interrupted = true;
			if (this.thread != null) {
				this.thread.interrupt();
			}
		}
	}

	private void end(@Nullable Object value, @Nullable Throwable failure) {
		long nanos = System.nanoTime() - this.start;
		try {
			if (failure == null) {
				this.result.complete(new Outcome(this.ending.loaded(value, nanos), null));
				return;
			}
			ValueWrapper instead = this.ending.failed(failure, nanos);
			this.result.complete((instead != null) ? new Outcome(instead.get(), null) : new Outcome(null, failure));
		}
		catch (Throwable ex) {
			this.result.complete(new Outcome(null, ex));
		}
	}

	/**
	 * Waits for the load. An interruption of the caller is one of the loader, which would
	 * run on the caller's thread otherwise.
	 * @param nanos how long to wait
	 * @return what the load brings
	 * @throws ExecutionException with what it throws
	 * @throws TimeoutException if it has not ended by then
	 */
	@Nullable Object await(long nanos) throws ExecutionException, TimeoutException {
		long until = System.nanoTime() + nanos;
		boolean waitInterrupted = false;
		try {
			while (true) {
				try {
					return this.result.get(until - System.nanoTime(), TimeUnit.NANOSECONDS).get();
				}
				catch (InterruptedException ex) {
					waitInterrupted = true;
					interrupt();
				}
			}
		}
		finally {
			if (waitInterrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * How a load has ended. Not the failure of a future, which would unwrap some
	 * exceptions and wrap others.
	 *
	 * @param value what it has brought
	 * @param failure what it has thrown, {@code null} if it has worked
	 */
	private record Outcome(@Nullable Object value, @Nullable Throwable failure) {

		@Nullable Object get() throws ExecutionException {
			if (this.failure != null) {
				throw new ExecutionException(this.failure);
			}
			return this.value;
		}

	}

	/**
	 * Loads a value.
	 */
	@FunctionalInterface
	interface Work {

		@Nullable Object run() throws Throwable;

	}

}

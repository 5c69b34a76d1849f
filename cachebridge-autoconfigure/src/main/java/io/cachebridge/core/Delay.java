package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Does something after a while, unless that is not needed any more.
 */
final class Delay {

	private final CompletableFuture<Boolean> over = new CompletableFuture<>();

	private Delay() {
	}

	/**
	 * Begins to wait, without a thread.
	 * @param time how long to wait
	 * @param executor runs the task
	 * @param task what to do then
	 * @return the delay
	 */
	@SuppressWarnings("FutureReturnValueIgnored")
	static Delay of(Duration time, Executor executor, Runnable task) {
		Delay delay = new Delay();
		delay.over.thenAccept((due) -> {
			if (due) {
				executor.execute(task);
			}
		});
		if (time.isZero()) {
			delay.over.complete(true);
		}
		else {
			delay.over.completeOnTimeout(true, Nanos.of(time), TimeUnit.NANOSECONDS);
		}
		return delay;
	}

	/**
	 * What was to be done is not needed any more.
	 */
	void stop() {
		// The timer is taken back by what completes without a failure only
		this.over.complete(false);
	}

}

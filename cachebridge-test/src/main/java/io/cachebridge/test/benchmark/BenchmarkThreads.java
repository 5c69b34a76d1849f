package io.cachebridge.test.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that call a backend, all at once.
 */
final class BenchmarkThreads implements AutoCloseable {

	private final BenchmarkSettings settings;

	private final ExecutorService executor;

	BenchmarkThreads(BenchmarkSettings settings) {
		this.settings = settings;
		CustomizableThreadFactory factory = new CustomizableThreadFactory("cachebridge-benchmark-");
		factory.setDaemon(true);
		this.executor = Executors.newFixedThreadPool(settings.threads(), factory);
	}

	/**
	 * Has each thread repeat its step, for the time of warm-up first.
	 * @param operation what is measured
	 * @param steps the step of each thread by its number
	 * @param warmUp counts what is not measured
	 * @return what became of all calls
	 */
	Tally measure(String operation, IntFunction<Step<?>> steps, Tally warmUp) {
		CountDownLatch start = new CountDownLatch(this.settings.threads());
		List<Future<Run>> running = new ArrayList<>();
		for (int i = 0; i < this.settings.threads(); i++) {
			int thread = i;
			running.add(this.executor.submit(() -> {
				start.countDown();
				start.await();
				return run(operation, steps.apply(thread), operationsOf(thread));
			}));
		}
		Tally all = new Tally(operation);
		for (Future<Run> each : running) {
			Run run = await(each);
			warmUp.add(run.warmUp());
			all.add(run.measured());
		}
		return all;
	}

	private long operationsOf(int thread) {
		long threads = this.settings.threads();
		return this.settings.operations() / threads + ((thread < this.settings.operations() % threads) ? 1 : 0);
	}

	private Run run(String operation, Step<?> step, long operations) {
		Run run = new Run(new Tally(operation), new Tally(operation));
		long number = 0;
		for (long begun = System.nanoTime(); isBefore(begun, this.settings.warmUp());) {
			run.warmUp().count(step, number++);
		}
		if (this.settings.operations() > 0) {
			for (long i = 0; i < operations; i++) {
				run.measured().count(step, number++);
			}
			return run;
		}
		for (long begun = System.nanoTime(); isBefore(begun, this.settings.duration());) {
			run.measured().count(step, number++);
		}
		return run;
	}

	private static boolean isBefore(long begun, Duration length) {
		return System.nanoTime() - begun < length.toNanos() && !Thread.currentThread().isInterrupted();
	}

	private static Run await(Future<Run> running) {
		try {
			return running.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The benchmark failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The benchmark was interrupted", ex);
		}
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * What one thread did.
	 *
	 * @param warmUp what is not measured
	 * @param measured what is
	 */
	private record Run(Tally warmUp, Tally measured) {

	}

}

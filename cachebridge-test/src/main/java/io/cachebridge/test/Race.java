package io.cachebridge.test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks at the same time, each on a thread of its own.
 */
final class Race {

	private static final long PATIENCE_SECONDS = 30;

	private Race() {
	}

	/**
	 * Runs the same task so many times.
	 * @param threads how many
	 * @param task the task
	 * @param <T> the type of results
	 * @return the results
	 * @throws Exception what a task threw
	 */
	static <T> List<T> run(int threads, Callable<T> task) throws Exception {
		return run(Collections.nCopies(threads, task));
	}

	/**
	 * Runs tasks that start together.
	 * @param tasks the tasks
	 * @param <T> the type of results
	 * @return the results in the order of the tasks
	 * @throws Exception what a task threw
	 */
	static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(tasks.size(), Race::daemon);
		try {
			CyclicBarrier start = new CyclicBarrier(tasks.size());
			List<Future<T>> futures = new ArrayList<>();
			for (Callable<T> task : tasks) {
				futures.add(threads.submit(() -> {
					start.await();
					return task.call();
				}));
			}
			return results(futures);
		}
		finally {
			threads.shutdownNow();
		}
	}

	// A contender that is stuck must not keep the virtual machine from ending
	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "race");
		thread.setDaemon(true);
		return thread;
	}

	private static <T> List<T> results(List<Future<T>> futures) throws Exception {
		List<T> results = new ArrayList<>();
		for (Future<T> future : futures) {
			try {
				results.add(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
			}
			catch (ExecutionException ex) {
				if (ex.getCause() instanceof AssertionError failed) {
					throw failed;
				}
				throw ex;
			}
		}
		return results;
	}

}

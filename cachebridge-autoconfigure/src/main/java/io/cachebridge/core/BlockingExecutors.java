package io.cachebridge.core;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Creates executors for tasks that wait for stores.
 */
final class BlockingExecutors {

	private static final int VIRTUAL_THREADS_SINCE = 21;

	/** More wait for stores at a time only where something is wrong. */
	private static final int MAXIMUM_THREADS = 1000;

	private static final String PREFIX = "cachebridge-io-";

	private BlockingExecutors() {
	}

	static Executor create() {
		return (Runtime.version().feature() >= VIRTUAL_THREADS_SINCE) ? virtualThreads() : pool();
	}

	/**
	 * Returns an executor that refuses nothing: what the other one has no room for, or no
	 * more threads as it is shut down, runs on the thread of the caller. Callers would
	 * rather wait than fail.
	 * @param executor the other executor
	 * @return the executor
	 */
	static Executor neverRefusing(Executor executor) {
		return (task) -> {
			try {
				executor.execute(task);
			}
			catch (RejectedExecutionException ex) {
				task.run();
			}
		};
	}

	private static Executor virtualThreads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(PREFIX);
		executor.setVirtualThreads(true);
		return executor;
	}

	// Without a queue: a task may wait for another one, which must not wait for its
	// thread
	private static Executor pool() {
		CustomizableThreadCreator threads = new CustomizableThreadCreator(PREFIX);
		threads.setDaemon(true);
		return new ThreadPoolExecutor(0, MAXIMUM_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(),
				threads::createThread);
	}

}

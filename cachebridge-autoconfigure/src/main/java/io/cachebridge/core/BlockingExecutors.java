package io.cachebridge.core;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.util.CustomizableThreadCreator;

/**
 * Creates executors for tasks that wait for stores.
 */
final class BlockingExecutors {

	private static final int VIRTUAL_THREADS_SINCE = 21;

	private static final int MAXIMUM_THREADS = 32;

	private static final String PREFIX = "cachebridge-io-";

	private BlockingExecutors() {
	}

	static Executor create() {
		return (Runtime.version().feature() >= VIRTUAL_THREADS_SINCE) ? virtualThreads() : pool();
	}

	private static Executor virtualThreads() {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor(PREFIX);
		executor.setVirtualThreads(true);
		return executor;
	}

	private static Executor pool() {
		CustomizableThreadCreator threads = new CustomizableThreadCreator(PREFIX);
		threads.setDaemon(true);
		ThreadPoolExecutor pool = new ThreadPoolExecutor(MAXIMUM_THREADS, MAXIMUM_THREADS, 30, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), threads::createThread);
		pool.allowCoreThreadTimeOut(true);
		return pool;
	}

}

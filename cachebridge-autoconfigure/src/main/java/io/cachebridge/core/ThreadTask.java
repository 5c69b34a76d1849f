package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.cachebridge.core.PeriodicTasks.PeriodicTask;

/**
 * Runs one task again and again on a thread of its own.
 */
final class ThreadTask implements PeriodicTask {

	private static final Log logger = LogFactory.getLog(ThreadTask.class);

	private final String name;

	private final Runnable task;

	private final ScheduledThreadPoolExecutor executor;

	@SuppressWarnings("FutureReturnValueIgnored")
	ThreadTask(String name, Duration interval, Runnable task) {
		this.name = name;
		this.task = task;
		this.executor = new ScheduledThreadPoolExecutor(1, (run) -> {
			Thread thread = new Thread(run, "cachebridge-" + name);
			thread.setDaemon(true);
			return thread;
		}, new ThreadPoolExecutor.DiscardPolicy());
		this.executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		long nanos = Nanos.of(interval);
		this.executor.scheduleWithFixedDelay(this::run, nanos, nanos, TimeUnit.NANOSECONDS);
	}

	private void run() {
		try {
			this.task.run();
		}
		catch (RuntimeException ex) {
			logger.warn("Task '%s' failed and will run again".formatted(this.name), ex);
		}
	}

	@Override
	public void runSoon() {
		this.executor.execute(this::run);
	}

	@Override
	public void close() {
		this.executor.shutdown();
	}

}

package io.cachebridge.core;

import java.time.Duration;

/**
 * Runs what a manager does again and again. Replaced where a test decides how time
 * passes.
 */
@FunctionalInterface
public interface PeriodicTasks {

	/**
	 * Begins to run a task, for the first time when the interval is over. A task never
	 * runs twice at a time, and no task waits for another one.
	 * @param name what the task is for
	 * @param interval the time from the end of one run to the beginning of the next
	 * @param task the task; what it throws does not end it
	 * @return the task
	 */
	PeriodicTask every(String name, Duration interval, Runnable task);

	/**
	 * Returns tasks that have one daemon thread each.
	 * @return the tasks
	 */
	static PeriodicTasks onThreads() {
		return ThreadTask::new;
	}

	/**
	 * A task that runs again and again.
	 */
	interface PeriodicTask extends AutoCloseable {

		/**
		 * Runs the task once more as soon as it can be, without waiting for it.
		 */
		void runSoon();

		/**
		 * Ends the task. A run that has begun may go on. Closing twice does nothing.
		 */
		@Override
		void close();

	}

}

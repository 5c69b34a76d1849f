package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.cachebridge.core.PeriodicTasks.PeriodicTask;

/**
 * Runs periodic tasks when the test says so. What is to run soon runs at once.
 */
final class TestTasks implements PeriodicTasks {

	private final List<Task> tasks = new CopyOnWriteArrayList<>();

	private final Set<String> keptBack = ConcurrentHashMap.newKeySet();

	@Override
	public PeriodicTask every(String name, Duration interval, Runnable task) {
		Task created = new Task(name, task);
		this.tasks.add(created);
		return created;
	}

	/**
	 * Runs each open task of a name once.
	 */
	void run(String name) {
		this.tasks.stream().filter((task) -> task.name().equals(name)).forEach((task) -> task.task.run());
	}

	/**
	 * Lets tasks of a name run only when the test says so.
	 */
	void keepBack(String name) {
		this.keptBack.add(name);
	}

	List<String> open() {
		return this.tasks.stream().map(Task::name).toList();
	}

	private final class Task implements PeriodicTask {

		private final String name;

		private final Runnable task;

		private Task(String name, Runnable task) {
			this.name = name;
			this.task = task;
		}

		private String name() {
			return this.name;
		}

		@Override
		public void runSoon() {
			if (!TestTasks.this.keptBack.contains(this.name)) {
				this.task.run();
			}
		}

		@Override
		public void close() {
			TestTasks.this.tasks.remove(this);
		}

	}

}

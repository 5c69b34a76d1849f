package io.cachebridge.test.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.cachebridge.core.PeriodicTasks;

/**
 * What one node does again and again, when the time of the program has come.
 */
final class SimulatedTasks implements PeriodicTasks {

	private final World world;

	private final Life life;

	private final List<Task> tasks = new ArrayList<>();

	SimulatedTasks(World world, Life life) {
		this.world = world;
		this.life = life;
	}

	@Override
	public PeriodicTask every(String name, Duration interval, Runnable task) {
		Task added = new Task(interval, task);
		this.tasks.add(added);
		return added;
	}

	/**
	 * Begins to run what is due.
	 */
	void runDue() {
		this.tasks.forEach(Task::runIfDue);
	}

	private final class Task implements PeriodicTask {

		private final long interval;

		private final Runnable run;

		private long due;

		private boolean running;

		private boolean again;

		private boolean closed;

		private Task(Duration interval, Runnable run) {
			this.interval = interval.toNanos();
			this.run = run;
			this.due = SimulatedTasks.this.world.time.nanos() + this.interval;
		}

		private void runIfDue() {
			if (this.due <= SimulatedTasks.this.world.time.nanos()) {
				runSoon();
			}
		}

		@Override
		public void runSoon() {
			this.again = this.running;
			if (!this.running && !this.closed && !SimulatedTasks.this.life.isDead()) {
				this.running = true;
				SimulatedTasks.this.world.fibers.spawn(this::run, SimulatedTasks.this.life, null);
			}
		}

		private void run() {
			this.run.run();
			SimulatedTasks.this.world.fibers.arrive();
			this.running = false;
			this.due = SimulatedTasks.this.world.time.nanos() + this.interval;
			if (this.again) {
				runSoon();
			}
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}

package io.cachebridge.test.simulation;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A thread that runs fibers, one after the other, and only while it has the turn.
 */
final class Worker implements Runnable {

	private static final long POLL_NANOS = 20_000;

	private static final ThreadLocal<@Nullable Worker> HERE = new ThreadLocal<>();

	private volatile boolean running;

	private volatile @Nullable Thread thread;

	private @Nullable Fiber fiber;

	/** Whether this thread decides who goes on, or does what is nobody's turn. */
	private boolean deciding;

	/**
	 * Returns the worker that the calling thread is.
	 * @return the worker, {@code null} on any other thread
	 */
	static @Nullable Worker here() {
		return HERE.get();
	}

	/**
	 * Returns the worker that the calling thread is, running a fiber.
	 * @return the worker, {@code null} on any other thread and between turns
	 */
	static @Nullable Worker inTurn() {
		Worker here = here();
		return (here != null && !here.deciding) ? here : null;
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		HERE.set(this);
		while (true) {
			awaitTurn();
			Fiber next = this.fiber;
			if (next == null) {
				return;
			}
			while (next != null) {
				this.fiber = next;
				next.run();
				next = next.fibers().finished(this, next);
			}
		}
	}

	Fiber fiber() {
		return Objects.requireNonNull(this.fiber);
	}

	void deciding(boolean begins) {
		this.deciding = begins;
	}

	void awaitTurn() {
		while (!this.running) {
			LockSupport.park(this);
		}
	}

	boolean isRunning() {
		return this.running;
	}

	/**
	 * Gives up the turn. To be called before anybody else is given it.
	 */
	void rest() {
		this.running = false;
	}

	/**
	 * Gives the turn to this thread.
	 * @param next the fiber to go on with, {@code null} to end
	 */
	void begin(@Nullable Fiber next) {
		this.fiber = next;
		this.running = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Waits until this thread, which wakes up inside the engine, comes to a seam or waits
	 * again.
	 * @return what it waits for, {@code null} if it came to a seam
	 */
	@Nullable Wait awaitArrival() {
		while (this.running) {
			Wait again = awaited();
			if (again != null) {
				return again;
			}
			LockSupport.parkNanos(this, POLL_NANOS);
		}
		return null;
	}

	/**
	 * Returns what this thread waits for inside the engine.
	 * @return what it waits for, {@code null} if it does not wait
	 */
	@Nullable Wait awaited() {
		Thread waiting = this.thread;
		return (waiting != null) ? Wait.of(waiting) : null;
	}

	/**
	 * Tells where this thread is, for whoever wonders why nothing goes on.
	 * @return the calls it is in
	 */
	StackTraceElement[] calls() {
		Thread stuck = this.thread;
		return (stuck != null) ? stuck.getStackTrace() : new StackTraceElement[0];
	}

}

package io.cachebridge.test.simulation;

import org.jspecify.annotations.Nullable;

/**
 * Something that a node does, step by step: a call of a caller, or a task of an executor.
 */
final class Fiber {

	private final Fibers fibers;

	private final Runnable task;

	private final Life life;

	private @Nullable Operation operation;

	private final boolean inBackground;

	private final int pace;

	/** What runs this, once it has begun. */
	@Nullable Worker worker;

	/** What this waits for inside the engine. */
	@Nullable Wait awaited;

	/** Whether this stopped while it holds a lock of the engine. */
	boolean inTurnOfKey;

	/** What this has written last as bytes. */
	@Nullable Value encoded;

	/** Whether this waits inside the engine. */
	volatile boolean waiting;

	/** Whether this may begin to wait before it gives the turn up. */
	volatile boolean mayWait;

	private boolean dying;

	private @Nullable Throwable failure;

	Fiber(Fibers fibers, Runnable task, Life life, @Nullable Operation operation, int pace) {
		this.fibers = fibers;
		this.task = task;
		this.life = life;
		this.operation = operation;
		this.inBackground = operation == null;
		this.pace = pace;
	}

	void run() {
		try {
			this.task.run();
		}
		catch (NodeCrash ex) {
			// As intended
		}
		catch (Throwable ex) {
			this.failure = ex;
		}
	}

	Fibers fibers() {
		return this.fibers;
	}

	Life life() {
		return this.life;
	}

	/**
	 * Returns the call that this fiber serves.
	 * @return the operation, {@code null} if there is none
	 */
	@Nullable Operation operation() {
		return this.operation;
	}

	/**
	 * Tells whether no caller waits for this.
	 * @return {@code true} if it serves one operation after the other, or none
	 */
	boolean isInBackground() {
		return this.inBackground;
	}

	/**
	 * Sets what this fiber does from now on.
	 * @param next an operation that is not its caller's, {@code null} for none
	 */
	void serve(@Nullable Operation next) {
		this.operation = next;
	}

	/**
	 * Returns how likely this fiber goes on, compared with others.
	 * @return a weight
	 */
	int pace() {
		return this.pace;
	}

	/**
	 * Tells whether one of these may wait for the other one: what one key has to wait for
	 * may be of all keys.
	 * @param other the other one
	 * @return {@code true} if both are on the same node
	 */
	boolean mayMeet(Fiber other) {
		return this != other && this.life == other.life;
	}

	/**
	 * Tells whether the wait of this is over and it has not come to its next seam yet. It
	 * may hold a lock on its way, for which nobody is said to wait.
	 * @return {@code true} if it will come
	 */
	boolean isComing() {
		Wait before = this.awaited;
		Worker thread = this.worker;
		return before != null && thread != null && before.isOver() && thread.isRunning() && thread.awaited() == null;
	}

	/**
	 * Tells whether another one must not go on before this one does. Who gets a lock that
	 * is given back is up to the machine, so nobody is let wait for one. Those that hold
	 * one each do not keep each other back.
	 * @param other the other one
	 * @return {@code true} if this holds a lock that the other one may want
	 */
	boolean keepsBack(Fiber other) {
		return this.inTurnOfKey && !other.inTurnOfKey && mayMeet(other);
	}

	void die() {
		this.dying = true;
	}

	boolean isDying() {
		return this.dying;
	}

	/**
	 * Returns what ended this fiber although nothing should have.
	 * @return the failure, {@code null} if there was none
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

}

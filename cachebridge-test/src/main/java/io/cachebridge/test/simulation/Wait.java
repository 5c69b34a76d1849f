package io.cachebridge.test.simulation;

import java.util.concurrent.ForkJoinPool.ManagedBlocker;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * What a thread waits for inside the engine: the future of a load, or a lock that another
 * fiber holds while it calls the store. Whether it is over is decided by whoever ends it,
 * within a turn of its own, so the answer does not depend on time.
 *
 * @param thread the thread that waits
 * @param blocker what it waits for
 */
record Wait(Thread thread, Object blocker) {

	private static final String ENGINE = "io.cachebridge.core.";

	private static final String FREE = "[State = 0,";

	/**
	 * Looks what a thread waits for, if it does.
	 * @param thread the thread
	 * @return what it waits for, {@code null} if it does not wait or not any more
	 */
	static @Nullable Wait of(Thread thread) {
		Object blocker = LockSupport.getBlocker(thread);
		boolean future = blocker instanceof ManagedBlocker;
		if (!future && !(blocker instanceof AbstractQueuedSynchronizer && isLockOfEngine(thread))) {
			return null;
		}
		Wait wait = new Wait(thread, blocker);
		return wait.isOver() ? null : wait;
	}

	// Timers and pools have locks too, which threads outside of the program hold for a
	// moment
	private static boolean isLockOfEngine(Thread thread) {
		for (StackTraceElement call : thread.getStackTrace()) {
			String caller = call.getClassName();
			if (!caller.startsWith("java.util.concurrent.locks.") && !caller.startsWith("jdk.internal.")
					&& !caller.startsWith("java.lang.")) {
				return caller.startsWith(ENGINE);
			}
		}
		return false;
	}

	/**
	 * Tells whether the calling thread holds a lock for a key.
	 * @return {@code true} if it does
	 */
	static boolean isInTurnOfKey() {
		return StackWalker.getInstance()
			.walk((calls) -> calls.anyMatch((call) -> call.getClassName().equals(ENGINE + "KeyTurns")));
	}

	boolean isOver() {
		if (this.blocker instanceof AbstractQueuedSynchronizer lock) {
			// A lock does not tell whether it is held except in its description
			return !lock.isQueued(this.thread)
					|| (lock.getFirstQueuedThread() == this.thread && lock.toString().contains(FREE));
		}
		return ((ManagedBlocker) this.blocker).isReleasable();
	}

}

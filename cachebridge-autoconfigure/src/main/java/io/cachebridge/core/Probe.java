package io.cachebridge.core;

/**
 * Leave for one call on one thread.
 */
final class Probe {

	private final Thread thread = Thread.currentThread();

	private boolean used;

	/**
	 * Uses the leave.
	 * @return whether the current thread had it
	 */
	boolean use() {
		boolean leave = this.thread == Thread.currentThread() && !this.used;
		if (leave) {
			this.used = true;
		}
		return leave;
	}

	/**
	 * Tells whether there was a call. To be asked on its thread.
	 * @return whether the leave is used
	 */
	boolean isUsed() {
		return this.used;
	}

}

package io.cachebridge.entity;

/**
 * Decides when a change takes effect.
 */
interface CommitTiming {

	/** At once: there are no transactions. */
	CommitTiming IMMEDIATE = Runnable::run;

	/**
	 * Runs an action when what was done on this thread so far has taken effect, and never
	 * if it does not.
	 * @param action the action
	 */
	void run(Runnable action);

}

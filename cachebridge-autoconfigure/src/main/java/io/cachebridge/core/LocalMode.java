package io.cachebridge.core;

/**
 * Whether there is a tier in this process.
 */
public enum LocalMode {

	/**
	 * If it can be kept coherent: the backend belongs to this process, or a backplane
	 * tells of changes made elsewhere.
	 */
	AUTO,

	/**
	 * Always. Without a backplane its time-to-live bounds how stale it may be.
	 */
	ON,

	/** Never. */
	OFF

}

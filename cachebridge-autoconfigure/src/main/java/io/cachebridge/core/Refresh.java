package io.cachebridge.core;

/**
 * Makes a call once more that has found a value which is due, so that its value is loaded
 * anew.
 */
@FunctionalInterface
interface Refresh {

	/**
	 * Makes the call and waits for its end.
	 * @throws Throwable what the call throws
	 */
	void run() throws Throwable;

}

package io.cachebridge.core;

/**
 * Tells how time passes within this process, in nanoseconds from an arbitrary origin, as
 * {@link System#nanoTime()} does.
 */
@FunctionalInterface
public interface Ticker {

	/**
	 * Returns the current reading. Only the difference of two readings has a meaning.
	 * @return nanoseconds
	 */
	long read();

	/**
	 * Returns a ticker that reads the system on each call.
	 * @return the ticker
	 */
	static Ticker system() {
		return System::nanoTime;
	}

}

package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * How long callers wait for the loads of one cache.
 */
final class LoadTimes {

	private final @Nullable Duration soft;

	private final @Nullable Duration hard;

	LoadTimes(LoaderSettings settings) {
		this.soft = settings.softTimeout();
		this.hard = settings.hardTimeout();
	}

	/**
	 * Tells whether a load that the caller begins now is timed. One that needs the
	 * transaction of its thread is not, as it cannot run on another one.
	 * @return {@code true} if it may not stay on the thread of the caller
	 */
	boolean apply() {
		return (this.soft != null || this.hard != null) && !ActiveTransaction.isOfThread();
	}

	/**
	 * Returns how long a caller waits before it is given a value beyond its time-to-live.
	 * @return the time, {@code null} if it waits for the load
	 */
	@Nullable Duration soft() {
		return this.soft;
	}

	/**
	 * Returns how long a load may take.
	 * @return the time, {@code null} for as long as it likes
	 */
	@Nullable Duration hard() {
		return this.hard;
	}

}

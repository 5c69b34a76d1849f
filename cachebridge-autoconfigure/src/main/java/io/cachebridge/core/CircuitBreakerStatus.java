package io.cachebridge.core;

import java.time.Instant;

/**
 * Whether a backend is called.
 *
 * @param backend the name of the backend
 * @param state whether it is
 * @param since since when the state is so
 * @param refusedCalls calls that were not made because of it, or whose answer was not
 * taken, since the first cache of the backend was created
 */
public record CircuitBreakerStatus(String backend, State state, Instant since, long refusedCalls) {

	/**
	 * Whether a backend is called.
	 */
	public enum State {

		/** It is called. */
		CLOSED,

		/** It has failed too often and is not called. */
		OPEN,

		/** A few calls find out whether it works again. */
		HALF_OPEN

	}

}

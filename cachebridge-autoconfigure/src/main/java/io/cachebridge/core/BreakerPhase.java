package io.cachebridge.core;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import io.cachebridge.core.CircuitBreakerStatus.State;

/**
 * The time between two changes of a circuit breaker. Told apart by identity.
 */
final class BreakerPhase {

	private final State state;

	private final Instant since;

	private final long until;

	private final AtomicInteger slowFailuresInARow = new AtomicInteger();

	/**
	 * Begins a phase.
	 * @param state the state of the circuit breaker
	 * @param since when it began
	 * @param until in ticks: if open, until when nothing is called; if closed, until when
	 * nothing is read
	 */
	BreakerPhase(State state, Instant since, long until) {
		this.state = state;
		this.since = since;
		this.until = until;
	}

	State state() {
		return this.state;
	}

	Instant since() {
		return this.since;
	}

	long until() {
		return this.until;
	}

	boolean isClosed() {
		return this.state == State.CLOSED;
	}

	void answered() {
		// Read first: it is written by nobody as long as nothing fails
		if (this.slowFailuresInARow.get() != 0) {
			this.slowFailuresInARow.set(0);
		}
	}

	/**
	 * A call has failed for which its caller had to wait.
	 * @return how many have since the last one that was answered
	 */
	int failedSlowly() {
		return this.slowFailuresInARow.incrementAndGet();
	}

}

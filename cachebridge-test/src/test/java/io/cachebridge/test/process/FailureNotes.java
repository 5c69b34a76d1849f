package io.cachebridge.test.process;

import io.cachebridge.core.CacheEventListener;

/**
 * Knows what failed unseen in the call that this thread makes.
 */
final class FailureNotes implements CacheEventListener {

	private final ThreadLocal<Outcome> outcome = ThreadLocal.withInitial(() -> Outcome.ACKNOWLEDGED);

	void begin() {
		this.outcome.set(Outcome.ACKNOWLEDGED);
	}

	Outcome outcome() {
		return this.outcome.get();
	}

	@Override
	public void onBackendFailure(String cache, String backend, String operation, Exception cause) {
		this.outcome.set(Outcome.UNACKNOWLEDGED);
	}

	@Override
	public void onUntold(String cache, Exception cause) {
		if (this.outcome.get() == Outcome.ACKNOWLEDGED) {
			this.outcome.set(Outcome.UNTOLD);
		}
	}

}

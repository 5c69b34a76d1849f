package io.cachebridge.core;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Version;

/**
 * Counters that a backend holds, each under a key that names the epoch of the cache: when
 * the cache is cleared nobody counts there any more.
 */
final class StoredCounters implements Counters {

	private static final String OPERATION = "increment";

	private final BackendCalls store;

	private final KeyLayout layout;

	private final Epochs epochs;

	private final Recovery recovery;

	StoredCounters(BackendCalls store, KeyLayout layout, Epochs epochs, Recovery recovery) {
		this.store = store;
		this.layout = layout;
		this.epochs = epochs;
		this.recovery = recovery;
	}

	@Override
	public long add(EntryKey key, long delta, Duration timeToLive) {
		this.store.requireSupport(OPERATION, Capability.COUNTER);
		if (isClearPending() && !this.recovery.replayTried(() -> true) && isClearPending()) {
			throw this.store.unanswered(OPERATION);
		}
		Map<String, Version> current = this.epochs.forWrite(Set.of(Epochs.CACHE));
		Version epoch = (current != null) ? current.get(Epochs.CACHE) : null;
		if (epoch == null) {
			throw this.store.unanswered(OPERATION);
		}
		String place = this.layout.counter(key, epoch);
		return this.store.require(OPERATION, (backend) -> backend.increment(place, delta, life(timeToLive)));
	}

	// The store would go on with the counters from before
	private boolean isClearPending() {
		return this.recovery.pending().isClearing();
	}

	private static @Nullable Duration life(Duration timeToLive) {
		if (timeToLive.isZero()) {
			return null;
		}
		return (timeToLive.compareTo(ValueFormat.LONGEST) < 0) ? timeToLive : ValueFormat.LONGEST;
	}

}

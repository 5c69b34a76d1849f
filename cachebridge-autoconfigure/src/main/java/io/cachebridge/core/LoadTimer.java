package io.cachebridge.core;

import org.jspecify.annotations.Nullable;

/**
 * Counts and times a load that Spring's interceptor runs for the values it did not find.
 */
final class LoadTimer {

	private final Iterable<InvocationScope.Miss> misses;

	private final long start = System.nanoTime();

	LoadTimer(Iterable<InvocationScope.Miss> misses) {
		this.misses = misses;
	}

	void loaded() {
		long nanos = System.nanoTime() - this.start;
		this.misses.forEach((miss) -> {
			miss.cache().observer().loaded(miss.key().key(), nanos);
			miss.cache().failSafe().loaded(miss.key());
		});
	}

	void failed(Throwable failure) {
		long nanos = System.nanoTime() - this.start;
		this.misses.forEach((miss) -> miss.cache().observer().loadFailed(miss.key().key(), nanos, failure));
	}

	void ended(@Nullable Throwable failure) {
		if (failure == null) {
			loaded();
		}
		else {
			failed(failure);
		}
	}

}

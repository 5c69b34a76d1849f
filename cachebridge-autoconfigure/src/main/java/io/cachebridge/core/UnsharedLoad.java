package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * A load whose result is for its caller alone.
 */
final class UnsharedLoad implements LoadEnding {

	private final EntryKey key;

	private final LoadAdvice advice;

	private final CacheObserver observer;

	private final FailSafe failSafe;

	UnsharedLoad(EntryKey key, LoadAdvice advice, CacheObserver observer, FailSafe failSafe) {
		this.key = key;
		this.advice = advice;
		this.observer = observer;
		this.failSafe = failSafe;
	}

	@Override
	public @Nullable Object loaded(@Nullable Object value, long nanos) {
		this.observer.loaded(this.key.key(), nanos);
		this.failSafe.loaded(this.key);
		return value;
	}

	@Override
	public @Nullable ValueWrapper failed(Throwable failure, long nanos) {
		this.observer.loadFailed(this.key.key(), nanos, failure);
		return this.failSafe.inPlaceOf(failure, this.key, this.advice);
	}

	@Override
	public @Nullable ValueWrapper rejected() {
		return this.failSafe.instead(this.key, this.advice);
	}

}

package io.cachebridge.core;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.interceptor.CacheOperationInvoker;
import org.springframework.cache.support.SimpleValueWrapper;

/**
 * Answers with the last value of a key whose load fails, and then lets the source rest: a
 * load of the same key is not tried again on this node before the throttle is over.
 */
final class FailSafe {

	/** Beyond that the source is asked more often. */
	private static final int MOST_RESTING = 100_000;

	private final LoadingTiers tiers;

	private final CacheObserver observer;

	private final FailSafeSettings settings;

	private final BackendStatus source;

	private final Ticker ticker;

	/** Names of keys whose load has failed a moment ago; none if none ever has. */
	private volatile @Nullable Cache<String, Boolean> resting;

	FailSafe(String cache, LoadingTiers tiers, CacheObserver observer, FailSafeSettings settings, Ticker ticker) {
		this.tiers = tiers;
		this.observer = observer;
		this.settings = settings;
		this.source = BackendStatus.ofSource(cache);
		this.ticker = ticker;
	}

	/**
	 * Tells whether a value may take the place of a failure.
	 * @param advice what is known of the load
	 * @return {@code true} if it may
	 */
	boolean isEnabled(LoadAdvice advice) {
		return settings(advice) != null;
	}

	private @Nullable FailSafeSettings settings(LoadAdvice advice) {
		if (!advice.mayHideFailure()) {
			return null;
		}
		MethodFailSafe own = advice.failSafe();
		if (own != null) {
			return own.over(this.settings);
		}
		return this.settings.enabled() ? this.settings : null;
	}

	/**
	 * Looks for a value that the source is asked about.
	 * @param key the key
	 * @param miss the miss that the load follows
	 * @param advice what is known of the load
	 * @return the value, or {@code null} if none is kept
	 */
	@Nullable LastValue last(EntryKey key, Lookup miss, LoadAdvice advice) {
		FailSafeSettings counts = settings(advice);
		return (counts != null) ? this.tiers.last(key, miss, counts.maximumStale()) : null;
	}

	/**
	 * Looks for a value that saves a load which has failed a moment ago.
	 * @param key the key
	 * @param miss the miss that a load would follow
	 * @param advice what is known of the load
	 * @return the value, or {@code null} if the value is to be loaded
	 */
	@Nullable ValueWrapper whileResting(EntryKey key, Lookup miss, LoadAdvice advice) {
		if (!isResting(key)) {
			return null;
		}
		// Nobody waits for what is loaded ahead, and nobody is given this
		return miss.isAhead() ? new SimpleValueWrapper(miss.reading().value()) : instead(key, miss, advice);
	}

	/**
	 * Looks for a value that saves a load which has failed a moment ago, for one that has
	 * looked for none before.
	 * @param key the key
	 * @param advice what is known of the load
	 * @return the value, or {@code null} if the value is to be loaded
	 */
	@Nullable ValueWrapper whileResting(EntryKey key, LoadAdvice advice) {
		return isResting(key) ? instead(key, advice) : null;
	}

	/**
	 * Looks for a value for a caller that is not to wait for a load.
	 * @param key the key
	 * @param miss the miss that the load follows
	 * @param advice what is known of the load
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable ValueWrapper instead(EntryKey key, Lookup miss, LoadAdvice advice) {
		FailSafeSettings counts = settings(advice);
		return (counts != null) ? stale(key, miss, counts) : null;
	}

	/**
	 * Looks for a value for a caller that is not to load, and has looked for none before.
	 * @param key the key
	 * @param advice what is known of the load
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable ValueWrapper instead(EntryKey key, LoadAdvice advice) {
		FailSafeSettings counts = settings(advice);
		return (counts != null) ? found(key, counts) : null;
	}

	private boolean isResting(EntryKey key) {
		Cache<String, Boolean> keys = this.resting;
		return keys != null && keys.getIfPresent(key.name()) != null;
	}

	/**
	 * Looks for a value that takes the place of a failure. A load ahead of the end of a
	 * value needs none, but its source rests too.
	 * @param key the key
	 * @param miss the miss that the load followed
	 * @param failure the failure of the load
	 * @param advice what is known of the load
	 * @return the value, or {@code null} if the caller is to be told of the failure
	 */
	@Nullable ValueWrapper after(EntryKey key, Lookup miss, Throwable failure, LoadAdvice advice) {
		FailSafeSettings counts = settings(advice);
		if (counts == null || !isFailure(failure)) {
			return null;
		}
		if (!isCovered(failure, counts)) {
			this.tiers.removeStale(key, miss);
			return null;
		}
		if (miss.isAhead()) {
			rests(key, failure);
			return null;
		}
		ValueWrapper stale = stale(key, miss, counts);
		if (stale != null) {
			rests(key, failure);
		}
		return stale;
	}

	/**
	 * Looks for a value that takes the place of a failure, for a load that has looked for
	 * none before.
	 * @param failure the failure of the load
	 * @param key the key
	 * @param advice what is known of the load
	 * @return the value, or {@code null} if the caller is to be told of the failure
	 */
	@Nullable ValueWrapper inPlaceOf(Throwable failure, EntryKey key, LoadAdvice advice) {
		FailSafeSettings counts = settings(advice);
		if (counts == null || !isFailure(failure) || !isCovered(failure, counts)) {
			return null;
		}
		try {
			ValueWrapper found = found(key, counts);
			if (found != null) {
				rests(key, failure);
			}
			return found;
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
			return null;
		}
	}

	private @Nullable ValueWrapper found(EntryKey key, FailSafeSettings counts) {
		Lookup lookup = this.tiers.look(key);
		return (lookup.hit() != null) ? lookup.hit() : stale(key, lookup, counts);
	}

	private void rests(EntryKey key, Throwable failure) {
		Cache<String, Boolean> keys = this.resting;
		((keys != null) ? keys : begin()).put(key.name(), Boolean.TRUE);
		this.source.failed(cause(failure));
	}

	private synchronized Cache<String, Boolean> begin() {
		Cache<String, Boolean> keys = this.resting;
		if (keys == null) {
			keys = Caffeine.newBuilder()
				.maximumSize(MOST_RESTING)
				.expireAfterWrite(this.settings.throttle())
				.ticker(this.ticker::read)
				.executor(Runnable::run)
				.<String, Boolean>build();
			this.resting = keys;
		}
		return keys;
	}

	private @Nullable ValueWrapper stale(EntryKey key, Lookup miss, FailSafeSettings counts) {
		ValueWrapper stale = this.tiers.stale(key, miss, counts.maximumStale());
		if (stale != null) {
			this.observer.staleServed(key.key());
		}
		return stale;
	}

	/**
	 * A caller was given what it had waited for.
	 * @param key the key
	 * @param flight the flight it followed
	 */
	void followed(EntryKey key, Flights.Flight flight) {
		if (flight.isStale()) {
			this.observer.staleServed(key.key());
		}
	}

	/**
	 * A load has worked.
	 * @param key the key
	 */
	void loaded(EntryKey key) {
		Cache<String, Boolean> keys = this.resting;
		if (keys != null) {
			keys.invalidate(key.name());
			if (keys.estimatedSize() == 0) {
				this.source.worked();
			}
		}
	}

	/**
	 * The next load of a key is not to wait.
	 * @param key the key
	 */
	void wake(EntryKey key) {
		Cache<String, Boolean> keys = this.resting;
		if (keys != null) {
			keys.invalidate(key.name());
		}
	}

	// What ends the caller and not the load tells nothing of the source
	private static boolean isFailure(Throwable failure) {
		Throwable cause = cause(failure);
		return cause instanceof Exception
				&& !(cause instanceof InterruptedException || cause instanceof CancellationException);
	}

	private static boolean isCovered(Throwable failure, FailSafeSettings counts) {
		Throwable cause = cause(failure);
		// Whatever an application counts, a source that does not answer has failed
		return cause instanceof LoadFailedException
				|| ((cause instanceof LoadTimeoutException || isAny(cause, counts.exceptions()))
						&& !isAny(cause, counts.ignoredExceptions()));
	}

	private static Throwable cause(Throwable failure) {
		Throwable cause = (failure instanceof CacheOperationInvoker.ThrowableWrapper wrapper) ? wrapper.getOriginal()
				: failure;
		while ((cause instanceof CompletionException || cause instanceof ExecutionException)
				&& cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static boolean isAny(Throwable failure, Set<String> names) {
		for (Class<?> type = failure.getClass(); type != null; type = type.getSuperclass()) {
			if (names.contains(type.getName())) {
				return true;
			}
		}
		return false;
	}

}

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

/**
 * Answers with the last value of a key whose load fails, and then lets the source rest: a
 * load of the same key is not tried again on this node before the throttle is over.
 */
final class FailSafe {

	/** Beyond that the source is asked more often. */
	private static final int MOST_RESTING = 100_000;

	private final LoadingTiers tiers;

	private final CacheObserver observer;

	private final CacheSettings.FailSafe settings;

	private final BackendStatus source;

	/**
	 * Names of keys whose load has failed a moment ago; none if all failures are told.
	 */
	private final @Nullable Cache<String, Boolean> resting;

	FailSafe(String cache, LoadingTiers tiers, CacheObserver observer, CacheSettings.FailSafe settings, Ticker ticker) {
		this.tiers = tiers;
		this.observer = observer;
		this.settings = settings;
		this.source = BackendStatus.ofSource(cache);
		this.resting = settings.enabled() ? Caffeine.newBuilder()
			.maximumSize(MOST_RESTING)
			.expireAfterWrite(settings.throttle())
			.ticker(ticker::read)
			.executor(Runnable::run)
			.build() : null;
	}

	boolean isEnabled() {
		return this.resting != null;
	}

	/**
	 * Looks for a value that saves a load which has failed a moment ago.
	 * @param key the key
	 * @param miss the miss that a load would follow
	 * @return the value, or {@code null} if the value is to be loaded
	 */
	@Nullable ValueWrapper whileResting(EntryKey key, Lookup miss) {
		return isResting(key) ? stale(key, miss) : null;
	}

	/**
	 * Looks for a value that saves a load which has failed a moment ago, for one that has
	 * looked for none before.
	 * @param key the key
	 * @return the value, or {@code null} if the value is to be loaded
	 */
	@Nullable ValueWrapper whileResting(EntryKey key) {
		return isResting(key) ? found(key) : null;
	}

	/**
	 * Looks for a value for a caller that is not to wait for a load.
	 * @param key the key
	 * @param miss the miss that the load follows
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable ValueWrapper instead(EntryKey key, Lookup miss) {
		return isEnabled() ? stale(key, miss) : null;
	}

	/**
	 * Looks for a value for a caller that is not to load, and has looked for none before.
	 * @param key the key
	 * @return the value, or {@code null} if there is none
	 */
	@Nullable ValueWrapper instead(EntryKey key) {
		return isEnabled() ? found(key) : null;
	}

	private boolean isResting(EntryKey key) {
		return this.resting != null && this.resting.getIfPresent(key.name()) != null;
	}

	/**
	 * Looks for a value that takes the place of a failure.
	 * @param key the key
	 * @param miss the miss that the load followed
	 * @param failure the failure of the load
	 * @return the value, or {@code null} if the caller is to be told of the failure
	 */
	@Nullable ValueWrapper after(EntryKey key, Lookup miss, Throwable failure) {
		if (this.resting == null || !isFailure(failure)) {
			return null;
		}
		if (!isCovered(failure)) {
			this.tiers.removeStale(key, miss);
			return null;
		}
		ValueWrapper stale = stale(key, miss);
		if (stale != null) {
			rests(this.resting, key, failure);
		}
		return stale;
	}

	/**
	 * Looks for a value that takes the place of a failure, for a load that has looked for
	 * none before.
	 * @param failure the failure of the load
	 * @param key the key
	 * @return the value, or {@code null} if the caller is to be told of the failure
	 */
	@Nullable ValueWrapper inPlaceOf(Throwable failure, EntryKey key) {
		if (this.resting == null || !isFailure(failure) || !isCovered(failure)) {
			return null;
		}
		try {
			ValueWrapper found = found(key);
			if (found != null) {
				rests(this.resting, key, failure);
			}
			return found;
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
			return null;
		}
	}

	private @Nullable ValueWrapper found(EntryKey key) {
		Lookup lookup = this.tiers.look(key);
		return (lookup.hit() != null) ? lookup.hit() : stale(key, lookup);
	}

	private void rests(Cache<String, Boolean> keys, EntryKey key, Throwable failure) {
		keys.put(key.name(), Boolean.TRUE);
		this.source.failed(cause(failure));
	}

	private @Nullable ValueWrapper stale(EntryKey key, Lookup miss) {
		ValueWrapper stale = this.tiers.stale(key, miss);
		if (stale != null) {
			this.observer.staleServed(key.key());
		}
		return stale;
	}

	/**
	 * A load has worked.
	 * @param key the key
	 */
	void loaded(EntryKey key) {
		if (this.resting != null) {
			this.resting.invalidate(key.name());
			if (this.resting.estimatedSize() == 0) {
				this.source.worked();
			}
		}
	}

	/**
	 * The next load of a key is not to wait.
	 * @param key the key
	 */
	void wake(EntryKey key) {
		if (this.resting != null) {
			this.resting.invalidate(key.name());
		}
	}

	// What ends the caller and not the load tells nothing of the source
	private static boolean isFailure(Throwable failure) {
		Throwable cause = cause(failure);
		return cause instanceof Exception
				&& !(cause instanceof InterruptedException || cause instanceof CancellationException);
	}

	private boolean isCovered(Throwable failure) {
		Throwable cause = cause(failure);
		// Whatever an application counts, a source that does not answer has failed
		return cause instanceof LoadFailedException
				|| ((cause instanceof LoadTimeoutException || isAny(cause, this.settings.exceptions()))
						&& !isAny(cause, this.settings.ignoredExceptions()));
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

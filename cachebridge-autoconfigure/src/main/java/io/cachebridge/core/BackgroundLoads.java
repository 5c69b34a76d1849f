package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.KeyDigest;

/**
 * Runs loads of one cache on threads of their own, each for the time it is given at most.
 */
final class BackgroundLoads {

	private final String cache;

	private final LoadsUnderWay underWay;

	private final @Nullable Duration timeout;

	private final Executor threads;

	private final Executor executor;

	/**
	 * Creates the loads.
	 * @param cache the name of the cache
	 * @param underWay the loads that run
	 * @param timeout how long one may take, {@code null} for as long as it likes
	 * @param threads runs loads, and refuses those it has no room for
	 * @param executor runs what may wait for a store, and refuses nothing
	 */
	BackgroundLoads(String cache, LoadsUnderWay underWay, @Nullable Duration timeout, Executor threads,
			Executor executor) {
		this.cache = cache;
		this.underWay = underWay;
		this.timeout = timeout;
		this.threads = threads;
		this.executor = executor;
	}

	/**
	 * Begins a load. Its result is told to its ending whether somebody waits or not.
	 * @param key the key
	 * @param work loads the value
	 * @param ending what becomes of it, unless it is rejected
	 * @param begun the load among those that run; ended by this
	 * @return the load, or {@code null} if there is no thread for it, which counts as
	 * rejected
	 */
	@Nullable BackgroundLoad start(EntryKey key, BackgroundLoad.Work work, LoadEnding ending, LoadsUnderWay.UnderWay begun) {
		boolean started = false;
		try {
			BackgroundLoad load = new BackgroundLoad(work, ending, begun);
			this.threads.execute(load);
			started = true;
			if (this.timeout != null) {
				load.limit(this.timeout, this.executor, () -> timeout(key, this.timeout));
			}
			return load;
		}
		catch (RejectedExecutionException ex) {
			this.underWay.reject();
			return null;
		}
		catch (RuntimeException | Error ex) {
			ending.failed(ex, 0);
			throw ex;
		}
		finally {
			if (!started) {
				begun.end();
			}
		}
	}

	/**
	 * Describes that a load has taken too long.
	 * @param key the key
	 * @param time how long it was given
	 * @return the exception
	 */
	LoadTimeoutException timeout(EntryKey key, Duration time) {
		return new LoadTimeoutException(this.cache, time, KeyDigest.brief(key.name()));
	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.util.ReflectionUtils;

import io.cachebridge.core.LoadsUnderWay.UnderWay;

/**
 * Runs the loads of one cache for callers that wait for them: at most so many at a time,
 * and on another thread if the caller does not wait for ever. Otherwise on the caller's
 * own.
 */
final class BoundedLoads {

	private final LoadsUnderWay underWay;

	private final LoadTimes times;

	private final BackgroundLoads background;

	private final CacheObserver observer;

	BoundedLoads(LoadsUnderWay underWay, LoadTimes times, BackgroundLoads background, CacheObserver observer) {
		this.underWay = underWay;
		this.times = times;
		this.background = background;
		this.observer = observer;
	}

	LoadsUnderWay underWay() {
		return this.underWay;
	}

	LoadTimes times() {
		return this.times;
	}

	BackgroundLoads background() {
		return this.background;
	}

	/**
	 * Loads a value.
	 * @param key the key
	 * @param loader loads it
	 * @param ending what becomes of the load
	 * @return what the caller is given
	 * @throws Exception what the caller is thrown
	 */
	@Nullable Object run(EntryKey key, Callable<? extends @Nullable Object> loader, LoadEnding ending) throws Exception {
		UnderWay begun = this.underWay.begin();
		if (begun == null) {
			return rejected(key, loader, ending);
		}
		if (!this.times.apply()) {
			return here(begun, loader, ending);
		}
		BackgroundLoad load = this.background.start(key, () -> LoadMark.during(loader::call), ending, begun);
		return (load != null) ? await(load, ending) : rejected(key, loader, ending);
	}

	private static @Nullable Object here(UnderWay begun, Callable<? extends @Nullable Object> loader, LoadEnding ending)
			throws Exception {
		long start = System.nanoTime();
		Object value;
		try {
			value = LoadMark.during(loader::call);
		}
		catch (Throwable ex) {
			begun.end();
			ValueWrapper instead = ending.failed(ex, System.nanoTime() - start);
			if (instead != null) {
				return instead.get();
			}
			throw ex;
		}
		begun.end();
		return ending.loaded(value, System.nanoTime() - start);
	}

	private @Nullable Object await(BackgroundLoad load, LoadEnding ending) throws Exception {
		Duration soft = this.times.soft();
		try {
			return (soft != null) ? awaitOrServe(load, ending, soft) : load.await(Nanos.forever());
		}
		catch (ExecutionException ex) {
			ReflectionUtils.rethrowException(ex.getCause());
			throw ex;
		}
	}

	private @Nullable Object awaitOrServe(BackgroundLoad load, LoadEnding ending, Duration soft)
			throws ExecutionException, TimeoutException {
		try {
			return load.await(Nanos.of(soft));
		}
		catch (TimeoutException ex) {
			ValueWrapper meanwhile = ending.meanwhile();
			if (meanwhile == null) {
				return load.await(Nanos.forever());
			}
			this.underWay.softTimeout();
			return meanwhile.get();
		}
	}

	// As if there were no cache
	private @Nullable Object rejected(EntryKey key, Callable<? extends @Nullable Object> loader, LoadEnding ending)
			throws Exception {
		ValueWrapper instead = ending.rejected();
		if (instead != null) {
			return instead.get();
		}
		if (RefreshCall.isRefreshing()) {
			throw new RejectedExecutionException("No room to load a value anew");
		}
		UnderWay begun = this.underWay.beginAnyway();
		long start = System.nanoTime();
		try {
			Object value = LoadMark.during(loader::call);
			this.observer.loaded(key.key(), System.nanoTime() - start);
			return value;
		}
		catch (Throwable ex) {
			this.observer.loadFailed(key.key(), System.nanoTime() - start, ex);
			throw ex;
		}
		finally {
			begun.end();
		}
	}

}

package io.cachebridge.core;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Loads the values of one cache anew in the background, shortly before their time-to-live
 * is over, so that nobody has to wait: those that somebody asks for, and those that are
 * kept warm. A key is loaded once at a time and not again before a pause is over, whether
 * that worked or not.
 */
final class Refreshes {

	/** More at a time would be a stampede of its own: what is left out is due again. */
	private static final int MOST_AT_A_TIME = 32;

	private static final int MOST_PAUSING = 100_000;

	private static final Log logger = LogFactory.getLog(Refreshes.class);

	private final String cache;

	private final RefreshAhead ahead;

	private final LoadingTiers tiers;

	private final boolean remote;

	private final Executor executor;

	private final Ticker ticker;

	private final Set<String> keepWarm;

	private final Map<String, Warm> warm = new ConcurrentHashMap<>();

	private final Set<String> underWay = ConcurrentHashMap.newKeySet();

	private final Semaphore room = new Semaphore(MOST_AT_A_TIME);

	private final Cache<String, Boolean> pausing;

	Refreshes(String cache, RefreshAhead ahead, Set<String> keepWarm, LoadingTiers tiers, Executor executor,
			Ticker ticker) {
		this.cache = cache;
		this.ahead = ahead;
		this.keepWarm = keepWarm;
		this.tiers = tiers;
		this.remote = tiers.isRemote();
		this.executor = executor;
		this.ticker = ticker;
		this.pausing = Caffeine.newBuilder()
			.maximumSize(MOST_PAUSING)
			.expireAfterWrite(ahead.pause())
			.ticker(ticker::read)
			.executor(Runnable::run)
			.build();
	}

	/**
	 * Tells whether an entry of this process is due. A copy of what a store holds never
	 * is: only the store tells.
	 * @param entry the entry
	 * @return {@code true} if it is to be loaded anew
	 */
	boolean isDue(LocalEntry entry) {
		return !this.remote && entry.isDue(this.ticker.read());
	}

	/**
	 * Tells whether what was found is due.
	 * @param found what was found
	 * @return {@code true} if it is a hit that is to be loaded anew
	 */
	boolean isDue(Lookup found) {
		if (found.hit() instanceof LocalEntry entry) {
			return isDue(entry);
		}
		Reading reading = found.reading();
		// What is pending is newer than what a store would tell
		return found.tier() == CacheTier.REMOTE && reading.seen() != null
				&& this.ahead.isDue(reading.remaining(), reading.life());
	}

	boolean keepsWarm() {
		return !this.keepWarm.isEmpty();
	}

	/**
	 * Runs a call that asks for a value and can be made again.
	 * @param <T> the type of the result
	 * @param key the key
	 * @param call the call
	 * @return what the call returns
	 */
	<T extends @Nullable Object> @Nullable T offering(Object key, Supplier<T> call) {
		if (InvocationScope.current() != null || RefreshCall.isRefreshing(this.cache, key)) {
			return call.get();
		}
		return RefreshCall.within(new RefreshCall(this.cache, key, () -> () -> await(call.get())), call::get);
	}

	private static void await(@Nullable Object result) {
		if (result instanceof CompletableFuture<?> future) {
			future.join();
		}
	}

	/**
	 * A value was asked for. If it is to be kept warm, the call will be made again.
	 * @param key the key
	 */
	void asked(EntryKey key) {
		if (!this.keepWarm.contains(key.name())) {
			return;
		}
		Warm known = this.warm.get(key.name());
		Refresh refresh = (known == null || known.hasFailed().get()) ? RefreshCall.offered(this.cache, key) : null;
		if (refresh != null) {
			this.warm.put(key.name(), new Warm(key, refresh, new AtomicBoolean()));
		}
	}

	/**
	 * Loads what is kept warm and due, or gone.
	 */
	void keepWarmNow() {
		for (Warm each : this.warm.values()) {
			if (beginsPause(each.key())) {
				run(each.key(), each::load);
			}
		}
	}

	/**
	 * Loads a value anew that was found to be due, if the call which found it can be made
	 * again.
	 * @param key the key
	 */
	void due(EntryKey key) {
		if (this.pausing.getIfPresent(key.name()) == null && this.room.availablePermits() > 0) {
			Refresh refresh = RefreshCall.offered(this.cache, key);
			if (refresh != null && beginsPause(key)) {
				run(key, refresh);
			}
		}
	}

	private boolean beginsPause(EntryKey key) {
		return this.pausing.asMap().putIfAbsent(key.name(), Boolean.TRUE) == null;
	}

	private void run(EntryKey key, Refresh refresh) {
		if (!this.room.tryAcquire()) {
			this.pausing.invalidate(key.name());
			return;
		}
		if (!this.underWay.add(key.name())) {
			this.room.release();
			return;
		}
		boolean handedOn = false;
		try {
			Thread caller = Thread.currentThread();
			this.executor.execute(() -> refresh(key, refresh, caller));
			handedOn = true;
		}
		finally {
			if (!handedOn) {
				end(key);
			}
		}
	}

	// Its caller does not wait for what has found no other thread
	private void refresh(EntryKey key, Refresh refresh, Thread caller) {
		if (Thread.currentThread() == caller) {
			end(key);
			return;
		}
		try {
			RefreshCall.refreshing(this.cache, key.key(), refresh);
		}
		catch (Exception ex) {
			logger.debug("A value of cache '%s' could not be loaded ahead of its end".formatted(this.cache), ex);
		}
		catch (Throwable ex) {
			logger.warn("A value of cache '%s' could not be loaded ahead of its end".formatted(this.cache), ex);
		}
		finally {
			end(key);
		}
	}

	private void end(EntryKey key) {
		try {
			this.tiers.endAhead(key);
		}
		catch (RuntimeException ex) {
			// Counted where the store was called; the claim ends by itself
			logger.debug("The claim of a key of cache '%s' could not be given up".formatted(this.cache), ex);
		}
		finally {
			this.underWay.remove(key.name());
			this.room.release();
		}
	}

	/**
	 * A call that keeps a key warm.
	 *
	 * @param key the key
	 * @param refresh makes the call
	 * @param hasFailed whether that did not work the last time: what the call needs may
	 * be gone, so that the next caller's takes its place
	 */
	private record Warm(EntryKey key, Refresh refresh, AtomicBoolean hasFailed) {

		void load() throws Throwable {
			try {
				this.refresh.run();
			}
			catch (Throwable ex) {
				this.hasFailed.set(true);
				throw ex;
			}
		}

	}

}

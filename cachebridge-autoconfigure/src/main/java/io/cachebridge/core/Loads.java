package io.cachebridge.core;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.core.Flights.Flight;

/**
 * Loads the values of one cache that are in no tier. One caller of a key leads and the
 * others follow it; a follower whose leader fails leads next, and one that waits too long
 * or must not wait loads for itself and stores nothing. So sharing never makes a call
 * fail that would have worked alone.
 */
final class Loads {

	private final LoadingTiers tiers;

	private final Flights flights;

	private final CacheObserver observer;

	private final FailSafe failSafe;

	private final @Nullable ClusterLoads cluster;

	private final BoundedLoads bounded;

	private final boolean shared;

	private final boolean storesNull;

	private final Duration followerTimeout;

	Loads(LoadingTiers tiers, Flights flights, CacheObserver observer, FailSafe failSafe, CacheSettings settings,
			@Nullable ClusterLoads cluster, BoundedLoads bounded) {
		this.cluster = cluster;
		this.bounded = bounded;
		this.tiers = tiers;
		this.flights = flights;
		this.observer = observer;
		this.failSafe = failSafe;
		this.shared = settings.singleFlight() != CacheSettings.SingleFlight.NONE;
		this.storesNull = settings.nullValues() == CacheSettings.NullValues.STORE;
		this.followerTimeout = settings.followerTimeout();
	}

	CacheObserver observer() {
		return this.observer;
	}

	FailSafe failSafe() {
		return this.failSafe;
	}

	Flights flights() {
		return this.flights;
	}

	/**
	 * Returns the value of a key, loaded if it is in no tier.
	 * @param key the key
	 * @param loader loads the value
	 * @param advice what the load says of its result
	 * @return the value
	 * @throws Exception what the loader throws
	 */
	@Nullable Object load(EntryKey key, Callable<? extends @Nullable Object> loader, LoadAdvice advice) throws Exception {
		boolean ahead = this.tiers.loadsAhead(key) && !LoadMark.isLoading();
		if (!this.shared || !this.tiers.sharesLoad(key)) {
			return lookOrLoad(key, this.flights.prepare(ahead), loader, advice);
		}
		long until = System.nanoTime() + Nanos.of(this.followerTimeout);
		while (true) {
			Flight mine = this.flights.prepare(ahead);
			Flight flight = this.flights.board(key.name(), mine);
			if (flight == mine) {
				return lookOrLoad(key, mine, loader, advice);
			}
			if (ahead) {
				requireNoLoad(flight, until);
				continue;
			}
			Lookup own = flight.isAhead() ? this.tiers.look(key) : null;
			if (own != null && own.hit() != null) {
				observe(key, own);
				return own.hit().get();
			}
			if (LoadMark.isLoading()) {
				return loadAlone(key, loader, advice);
			}
			if (own != null && own.isGone()) {
				this.flights.leave(key.name(), flight);
				continue;
			}
			ValueWrapper meanwhile = meanwhile(key, flight, own, until, advice);
			if (meanwhile != null) {
				this.observer.miss(key.key());
				return meanwhile.get();
			}
			if (!await(flight.result(), until - System.nanoTime())) {
				return loadAlone(key, loader, advice);
			}
			if (!flight.result().isCompletedExceptionally()) {
				this.observer.miss(key.key());
				this.failSafe.followed(key, flight);
				return flight.result().join();
			}
		}
	}

	// The caller who has found that a value is due may still be there with its hit
	private static void requireNoLoad(Flight flight, long until) {
		if (!await(flight.miss(), until - System.nanoTime()) || flight.miss().join() != null) {
			throw loadedAlready();
		}
	}

	/**
	 * Returns what ends a load ahead of the end of a value.
	 * @return the exception to throw
	 */
	static RejectedExecutionException loadedAlready() {
		return new RejectedExecutionException("The value is being loaded for others");
	}

	private @Nullable ValueWrapper meanwhile(EntryKey key, Flight flight, @Nullable Lookup own, long until,
			LoadAdvice advice) {
		Duration soft = this.bounded.times().soft();
		if (soft == null || !this.bounded.times().apply()
				|| (own == null && !await(flight.miss(), until - System.nanoTime()))) {
			return null;
		}
		Lookup miss = (own != null) ? own : flight.miss().join();
		if (miss == null || await(flight.result(), Math.min(Nanos.of(soft), until - System.nanoTime()))) {
			return null;
		}
		ValueWrapper meanwhile = this.failSafe.instead(key, miss, advice);
		if (meanwhile != null) {
			this.bounded.underWay().softTimeout();
		}
		return meanwhile;
	}

	private @Nullable Object loadAlone(EntryKey key, Callable<? extends @Nullable Object> loader, LoadAdvice advice)
			throws Exception {
		this.observer.miss(key.key());
		ValueWrapper resting = this.failSafe.whileResting(key, advice);
		return (resting != null) ? resting.get()
				: this.bounded.run(key, loader, new UnsharedLoad(key, advice, this.observer, this.failSafe));
	}

	private @Nullable Object lookOrLoad(EntryKey key, Flight flight, Callable<? extends @Nullable Object> loader,
			LoadAdvice advice) throws Exception {
		Lookup lookup = lookAndLease(key, flight, advice);
		ValueWrapper hit = lookup.hit();
		if (hit != null) {
			return hit.get();
		}
		advice.missed(() -> this.failSafe.last(key, lookup, advice));
		return this.bounded.run(key, loader, new LeasedLoad(this, key, lookup, advice, flight));
	}

	/**
	 * Looks into all tiers on behalf of a flight, which a hit ends.
	 * @param key the key
	 * @param flight the flight
	 * @param advice what is known of the load
	 * @return a hit, or a leased miss whose load is to end the flight
	 */
	Lookup lookAndLease(EntryKey key, Flight flight, LoadAdvice advice) {
		try {
			Lookup lookup = lookAndLease(key, advice);
			if (lookup.hit() == null) {
				flight.missed(lookup);
			}
			else {
				found(key, flight, lookup);
			}
			return lookup;
		}
		catch (Throwable ex) {
			this.flights.fail(key.name(), flight);
			throw ex;
		}
	}

	private void found(EntryKey key, Flight flight, Lookup lookup) {
		if (flight.isAhead()) {
			// What saves a load ahead is not for those who have missed it
			this.flights.fail(key.name(), flight);
			return;
		}
		if (lookup.isStale()) {
			flight.markStale();
		}
		this.flights.land(key.name(), flight, Objects.requireNonNull(lookup.hit()).get());
	}

	/**
	 * Stores the result of a load where it may be.
	 * @param key the key
	 * @param lease the leased miss
	 * @param value the value
	 * @param advice what the load says of it
	 */
	void store(EntryKey key, Lookup lease, @Nullable Object value, LoadAdvice advice) {
		if (!advice.isStored() || (value == null && !this.storesNull)) {
			if (this.failSafe.isEnabled(advice)) {
				this.tiers.removeStale(key, lease);
			}
			abandon(key, lease);
			return;
		}
		try {
			this.tiers.fill(key, lease, value, advice.terms());
		}
		catch (Throwable ex) {
			abandon(key, lease, ex);
			throw ex;
		}
	}

	/**
	 * Looks into all tiers and prepares the load that follows a miss.
	 * @param key the key
	 * @param advice what is known of the load
	 * @return a hit, in no tier if it is beyond its time-to-live and its load has failed
	 * a moment ago; or a miss that is leased
	 */
	Lookup lookAndLease(EntryKey key, LoadAdvice advice) {
		Lookup lookup = lookOnceAndLease(key, advice);
		if (this.cluster != null && lookup.hit() == null && !lookup.isAhead() && this.tiers.sharesLoad(key)) {
			lookup = this.cluster.await(key, lookup, () -> lookOnceAndLease(key, advice));
		}
		observe(key, lookup);
		return lookup;
	}

	private Lookup lookOnceAndLease(EntryKey key, LoadAdvice advice) {
		Lookup lookup = look(key, advice);
		return (lookup.hit() != null) ? lookup : this.tiers.lease(key, lookup, advice);
	}

	/**
	 * Looks into all tiers before a load.
	 * @param key the key
	 * @param advice what is known of the load
	 * @return a hit, in no tier if it is beyond its time-to-live and its load has failed
	 * a moment ago; or a miss
	 */
	Lookup look(EntryKey key, LoadAdvice advice) {
		Lookup lookup = this.tiers.look(key);
		ValueWrapper resting = (lookup.hit() != null) ? null : this.failSafe.whileResting(key, lookup, advice);
		return (resting != null) ? lookup.instead(resting) : lookup;
	}

	/**
	 * A load that was leased brought nothing to store.
	 * @param key the key
	 * @param lease the leased miss
	 */
	void abandon(EntryKey key, Lookup lease) {
		this.tiers.abandon(key, lease);
	}

	/**
	 * A load that was leased failed.
	 * @param key the key
	 * @param lease the leased miss
	 * @param failure why, which is not hidden by a failure to give the lease up
	 */
	void abandon(EntryKey key, Lookup lease, Throwable failure) {
		try {
			abandon(key, lease);
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Counts what was found.
	 * @param key the key
	 * @param lookup what was found
	 */
	void observe(EntryKey key, Lookup lookup) {
		if (lookup.tier() == null) {
			this.observer.miss(key.key());
		}
		else if (lookup.tier() == CacheTier.LOCAL) {
			this.observer.localHit(key.key());
		}
		else {
			this.observer.remoteHit(key.key());
		}
	}

	private static boolean await(CompletableFuture<?> future, long nanos) {
		try {
			future.get(nanos, TimeUnit.NANOSECONDS);
			return true;
		}
		catch (ExecutionException ex) {
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}

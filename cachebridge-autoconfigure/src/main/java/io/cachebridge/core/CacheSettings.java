package io.cachebridge.core;

import java.time.Duration;
import java.util.Objects;

import io.cachebridge.core.RemoteSettings.Fill;
import io.cachebridge.core.RemoteSettings.OnStoreRestart;
import io.cachebridge.core.RemoteSettings.Write;

/**
 * How one cache behaves, with nothing left to inherit.
 *
 * @param backend the name of the backend that holds it
 * @param timeToLive how long a value is served after it was stored; zero for ever
 * @param nullValues whether a {@code null} result is cached
 * @param onError what callers notice of a store that fails
 * @param singleFlight who shares one load
 * @param transaction when writes of a transaction take effect
 * @param local the tier in this process
 * @param remote the tier in the backend
 * @param followerTimeout how long a caller waits for the load of another one before it
 * loads by itself; zero not to wait
 * @param values the bytes of values in the backend
 * @param failSafe whether a value is served beyond its time-to-live when its load fails
 * @param refresh whether values are loaded anew before their time-to-live is over
 * @param expiry what else bears on how long a value lives
 * @param loader how long loads may take, and how many there may be
 */
public record CacheSettings(String backend, Duration timeToLive, NullValues nullValues, OnError onError,
		SingleFlight singleFlight, Transaction transaction, LocalSettings local, RemoteSettings remote,
		Duration followerTimeout, ValueSettings values, FailSafeSettings failSafe, RefreshSettings refresh,
		ExpirySettings expiry, LoaderSettings loader) {

	public CacheSettings {
		Objects.requireNonNull(backend, "'backend' must not be null");
		requireNotNegative("timeToLive", timeToLive);
		requireNotNegative("followerTimeout", followerTimeout);
	}

	/**
	 * Returns the settings of a cache for which nothing is configured.
	 * @param backend the name of the backend
	 * @return the built-in settings
	 */
	public static CacheSettings builtIn(String backend) {
		return new CacheSettings(backend, Duration.ofMinutes(10), NullValues.STORE, OnError.BYPASS, SingleFlight.NODE,
				Transaction.NONE, new LocalSettings(LocalMode.AUTO, 10_000, Duration.ofMinutes(1)),
				new RemoteSettings(Fill.LEASED, "json", OnStoreRestart.KEEP, Write.SYNC), Duration.ofSeconds(10),
				ValueSettings.BUILT_IN, FailSafeSettings.OFF, RefreshSettings.OFF, ExpirySettings.BUILT_IN,
				LoaderSettings.UNBOUNDED);
	}

	static void requireNotNegative(String name, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException("'%s' must not be negative but was %s".formatted(name, value));
		}
	}

	/**
	 * Whether {@code null} is cached.
	 */
	public enum NullValues {

		/** A {@code null} result is an answer like any other. */
		STORE,

		/** A {@code null} result is returned and not cached. */
		SKIP

	}

	/**
	 * What callers notice of a store that fails.
	 */
	public enum OnError {

		/** Nothing: the method is called as if there were no cache. */
		BYPASS,

		/** The exception of the store. */
		THROW

	}

	/**
	 * Who shares one load.
	 */
	public enum SingleFlight {

		/** Nobody: each caller that misses loads. */
		NONE,

		/** The callers of one key on this node. */
		NODE,

		/**
		 * The callers of one key on all nodes, where the backend has conditional writes
		 * and values are filled under leases; otherwise as {@link #NODE}. A cold miss
		 * waits for the load of another node.
		 */
		CLUSTER

	}

	/**
	 * When writes that are made inside a transaction take effect.
	 */
	public enum Transaction {

		/** At once, whatever becomes of the transaction. */
		NONE,

		/**
		 * When the transaction has been committed, and never if it is rolled back. Needs
		 * {@code spring-tx}.
		 */
		AFTER_COMMIT

	}

}

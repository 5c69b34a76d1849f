package io.cachebridge.core;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

import io.cachebridge.spi.support.Percentage;

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
		SingleFlight singleFlight, Transaction transaction, Local local, Remote remote, Duration followerTimeout,
		Values values, FailSafe failSafe, Refresh refresh, Expiry expiry, Loader loader) {

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
				Transaction.NONE, new Local(LocalMode.AUTO, 10_000, Duration.ofMinutes(1)),
				new Remote(Fill.LEASED, "json", OnStoreRestart.KEEP, Write.SYNC), Duration.ofSeconds(10),
				Values.BUILT_IN, FailSafe.OFF, Refresh.OFF, Expiry.BUILT_IN, Loader.UNBOUNDED);
	}

	private static void requireNotNegative(String name, Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException("'%s' must not be negative but was %s".formatted(name, value));
		}
	}

	/**
	 * Settings of the tier in this process.
	 *
	 * @param mode whether there is one
	 * @param maximumSize how many entries it holds at most
	 * @param timeToLive how long an entry that is held elsewhere too is served from here
	 * without asking; zero for as long as it lives. Never longer than the value itself
	 */
	public record Local(LocalMode mode, long maximumSize, Duration timeToLive) {

		public Local {
			requireNotNegative("local.timeToLive", timeToLive);
			if (maximumSize < 1) {
				throw new IllegalArgumentException("'local.maximumSize' must be positive but was " + maximumSize);
			}
		}

	}

	/**
	 * Settings of the tier in the backend.
	 *
	 * @param fill how the result of a load is written
	 * @param codec the id of the codec that writes values
	 * @param onStoreRestart what becomes of the values when the store has restarted
	 * @param write whether puts and evictions of keys wait for the store
	 */
	public record Remote(Fill fill, String codec, OnStoreRestart onStoreRestart, Write write) {

	}

	/**
	 * Settings of the bytes of values in the backend.
	 *
	 * @param maximumSize how large a value may be as its codec writes it; a larger one is
	 * not stored
	 * @param compression what is compressed
	 * @param encrypted whether values are encrypted, and those that are not are never
	 * served
	 */
	public record Values(DataSize maximumSize, Compression compression, boolean encrypted) {

		/**
		 * A megabyte at most, neither compressed nor encrypted.
		 */
		public static final Values BUILT_IN = new Values(DataSize.ofMegabytes(1),
				new Compression(CompressionType.NONE, DataSize.ofKilobytes(2)), false);

		public Values {
			if (maximumSize.toBytes() < 1) {
				throw new IllegalArgumentException(
						"'values.maximumSize' must be positive but was %s".formatted(maximumSize));
			}
		}

	}

	/**
	 * What is compressed.
	 *
	 * @param type how
	 * @param threshold how large a value must be to be compressed
	 */
	public record Compression(CompressionType type, DataSize threshold) {

		public Compression {
			if (threshold.isNegative()) {
				throw new IllegalArgumentException(
						"'compression.threshold' must not be negative but was %s".formatted(threshold));
			}
		}

	}

	/**
	 * How values are compressed.
	 */
	public enum CompressionType {

		/** Not at all. */
		NONE,

		/** By the JDK: slow, and needs nothing. */
		DEFLATE,

		/** Fast, and compresses less. Needs {@code at.yawk.lz4:lz4-java}. */
		LZ4,

		/**
		 * Faster than {@link #DEFLATE}, and compresses more. Needs
		 * {@code com.github.luben:zstd-jni}.
		 */
		ZSTD;

		/**
		 * Tells whether values can be compressed so in this process.
		 * @return {@code false} if the library is missing or does not run here
		 */
		public boolean isUsable() {
			try {
				return this == NONE || Compressor.of(this) != null;
			}
			catch (LinkageError ex) {
				return false;
			}
		}

	}

	/**
	 * Settings of values that are served beyond their time-to-live, because their load
	 * fails.
	 *
	 * @param enabled whether they are
	 * @param maximumStale how long after it was loaded or put a value is served at most
	 * @param throttle how long after a load has failed none is tried again on this node
	 * for the same key, as long as there is such a value; zero to try each time
	 * @param exceptions names of classes of exceptions that count as failures, their
	 * subclasses included; errors, interruptions and cancellations never do
	 * @param ignoredExceptions names of those that do not, because they are answers
	 */
	public record FailSafe(boolean enabled, Duration maximumStale, Duration throttle, Set<String> exceptions,
			Set<String> ignoredExceptions) {

		/** What frameworks say where there is nothing, or not for this caller. */
		private static final Set<String> ANSWERS = Set.of("java.util.NoSuchElementException",
				"jakarta.persistence.EntityNotFoundException", "jakarta.persistence.NoResultException",
				"org.springframework.dao.EmptyResultDataAccessException",
				"org.springframework.orm.ObjectRetrievalFailureException",
				"org.springframework.security.access.AccessDeniedException",
				"org.springframework.security.core.AuthenticationException",
				"org.springframework.web.client.HttpClientErrorException$NotFound",
				"org.springframework.web.reactive.function.client.WebClientResponseException$NotFound");

		/** Nothing is served beyond its time-to-live. */
		public static final FailSafe OFF = new FailSafe(false, Duration.ofHours(1), Duration.ofSeconds(30),
				Set.of(Exception.class.getName()), ANSWERS);

		public FailSafe {
			requireNotNegative("failSafe.maximumStale", maximumStale);
			requireNotNegative("failSafe.throttle", throttle);
			exceptions = Set.copyOf(exceptions);
			ignoredExceptions = Set.copyOf(ignoredExceptions);
		}

	}

	/**
	 * Settings of values that are loaded anew in the background before their time-to-live
	 * is over.
	 *
	 * @param at the share of the time-to-live after which a value is, {@code null} if
	 * none is
	 * @param keepWarm names of keys whose values are although nobody asks for them
	 */
	public record Refresh(@Nullable Percentage at, Set<String> keepWarm) {

		/**
		 * Values are loaded anew when they are gone.
		 */
		public static final Refresh OFF = new Refresh(null, Set.of());

		public Refresh {
			keepWarm = Set.copyOf(keepWarm);
			if (at != null && (at.value() < 1 || at.value() > 99)) {
				throw new IllegalArgumentException("'refresh.at' must be from 1% to 99% but was " + at);
			}
		}

	}

	/**
	 * Settings of the lives of values.
	 *
	 * @param jitter what share of its time-to-live a value is served less at most, in
	 * each tier, so that values which were loaded together do not end together
	 * @param nullTimeToLive how long {@code null} is served at most, and never beyond;
	 * {@code null} if it lives like any other value
	 * @param localTimeToIdle how long an entry that nobody reads is held in this process;
	 * zero for as long as it lives
	 */
	public record Expiry(Percentage jitter, @Nullable Duration nullTimeToLive, Duration localTimeToIdle) {

		/** Values live as long as they may, whether they are read or not. */
		public static final Expiry BUILT_IN = new Expiry(new Percentage(0), null, Duration.ZERO);

		public Expiry {
			requireNotNegative("expiry.localTimeToIdle", localTimeToIdle);
			if (jitter.value() >= 100) {
				throw new IllegalArgumentException("'expiry.jitter' must be less than 100% but was " + jitter);
			}
			if (nullTimeToLive != null && (nullTimeToLive.isNegative() || nullTimeToLive.isZero())) {
				throw new IllegalArgumentException(
						"'expiry.nullTimeToLive' must be positive but was %s".formatted(nullTimeToLive));
			}
		}

	}

	/**
	 * Settings of loads that take too long, or are too many.
	 *
	 * @param softTimeout how long a caller waits before it is given a value beyond its
	 * time-to-live, if there is one, while the load goes on; zero not to wait,
	 * {@code null} to wait for the load
	 * @param hardTimeout how long a load may take before it is interrupted and counts as
	 * failed, {@code null} for as long as it likes
	 * @param maximumConcurrent how many loads there may be at a time on this node, zero
	 * for any number
	 */
	public record Loader(@Nullable Duration softTimeout, @Nullable Duration hardTimeout, int maximumConcurrent) {

		/** Loads run on the threads of their callers, as long as they like. */
		public static final Loader UNBOUNDED = new Loader(null, null, 0);

		public Loader {
			if (softTimeout != null) {
				requireNotNegative("loader.softTimeout", softTimeout);
			}
			if (hardTimeout != null && hardTimeout.compareTo(Duration.ZERO) <= 0) {
				throw new IllegalArgumentException("'loader.hardTimeout' must be positive but was " + hardTimeout);
			}
			if (softTimeout != null && hardTimeout != null && softTimeout.compareTo(hardTimeout) > 0) {
				throw new IllegalArgumentException("'loader.softTimeout' must not be longer than 'loader.hardTimeout' "
						+ "but was %s against %s".formatted(softTimeout, hardTimeout));
			}
			if (maximumConcurrent < 0) {
				throw new IllegalArgumentException(
						"'loader.maximumConcurrent' must not be negative but was " + maximumConcurrent);
			}
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

	/**
	 * Whether there is a tier in this process.
	 */
	public enum LocalMode {

		/**
		 * If it can be kept coherent: the backend belongs to this process, or a backplane
		 * tells of changes made elsewhere.
		 */
		AUTO,

		/**
		 * Always. Without a backplane its time-to-live bounds how stale it may be.
		 */
		ON,

		/** Never. */
		OFF

	}

	/**
	 * How the result of a load is written to the backend.
	 */
	public enum Fill {

		/**
		 * Only if nothing has touched the key since the load began. A cold miss costs one
		 * more write.
		 */
		LEASED,

		/**
		 * Unconditionally. An invalidation by another node during the load can be
		 * overwritten by the old value.
		 */
		PLAIN

	}

	/**
	 * Whether puts and evictions of single keys wait for the store.
	 */
	public enum Write {

		/** They return when the store has acknowledged them. */
		SYNC,

		/**
		 * They return at once and are in force on this node, and are made in the
		 * background, in order for each key. Other nodes follow when the store has
		 * acknowledged them. What waits is lost if the node is killed.
		 */
		ASYNC

	}

	/**
	 * What becomes of values when the store has restarted or failed over, and may have
	 * forgotten writes that it had acknowledged.
	 */
	public enum OnStoreRestart {

		/** They are kept. */
		KEEP,

		/**
		 * The cache is cleared once that is noticed, within seconds. A store that cannot
		 * tell, such as a Redis Cluster, is not noticed.
		 */
		CLEAR

	}

}

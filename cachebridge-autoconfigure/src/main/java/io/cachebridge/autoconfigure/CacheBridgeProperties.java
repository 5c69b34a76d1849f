package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.cachebridge.core.CacheSettings.NullValues;
import io.cachebridge.core.CacheSettings.OnError;
import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.core.CacheSettings.Transaction;
import io.cachebridge.core.CompressionType;
import io.cachebridge.core.LocalMode;
import io.cachebridge.core.RemoteSettings.Fill;
import io.cachebridge.core.RemoteSettings.OnStoreRestart;
import io.cachebridge.core.RemoteSettings.Write;
import io.cachebridge.spi.support.Percentage;

/**
 * Properties of all caches. What a cache does not set it takes from the first pattern
 * that matches its name, then from the defaults.
 *
 * @param enabled Whether CacheBridge provides the cache manager and switches caching on.
 * @param defaultBackend Name of the backend of caches that name none: a type of store,
 * such as memory or redis, or the name of an instance or bean.
 * @param keyPrefix What stands in front of every key in a store that is shared with other
 * applications. Defaults to the name of the application. Nodes that share caches need the
 * same one.
 * @param dynamic Whether a cache that is not configured is created when it is first used.
 * @param defaults Settings of caches that do not set them.
 * @param caches Settings of single caches by name. These caches exist from the start.
 * @param patterns Settings of caches whose name matches, in order; the first match
 * counts.
 * @param backplane How the nodes of the application tell each other of changes.
 * @param recovery What becomes of writes that a store has not acknowledged.
 * @param codec What values may be read from a store.
 * @param encryption The keys that values are encrypted with.
 */
@ConfigurationProperties("cachebridge")
public record CacheBridgeProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("memory") String defaultBackend, @Nullable String keyPrefix,
		@DefaultValue("true") boolean dynamic, @DefaultValue Overrides defaults,
		@DefaultValue Map<String, Overrides> caches, @DefaultValue List<Pattern> patterns,
		@DefaultValue Backplane backplane, @DefaultValue Recovery recovery, @DefaultValue Codec codec,
		@DefaultValue Encryption encryption) {

	/**
	 * Settings of a cache that override inherited ones.
	 *
	 * @param backend Name of the backend that holds the values.
	 * @param timeToLive How long a value is served after it was stored. Zero for ever.
	 * @param nullValues Whether a null result is cached.
	 * @param onError What callers notice of a store that fails.
	 * @param singleFlight Who shares one load of a key: nobody, the callers on one node,
	 * or those on all nodes.
	 * @param transaction Whether writes inside a transaction wait for its commit.
	 * @param local The tier in this process.
	 * @param remote The tier in the backend.
	 * @param loader How values are loaded.
	 * @param maximumValueSize How large a value may be in the backend, as its codec
	 * writes it. A larger one is returned and not cached.
	 * @param compression How values are compressed in the backend.
	 * @param encryption Whether values are encrypted in the backend.
	 * @param failSafe What is served when a load fails.
	 * @param refresh What is loaded anew before its time-to-live is over.
	 * @param jitter What share of its time-to-live a value lives less at most, in both
	 * tiers, so that values which were loaded together do not end together.
	 * @param nullTimeToLive How long a null result is served, if that is less than the
	 * time-to-live of other values. It is not served beyond, whatever fails.
	 */
	public record Overrides(@Nullable String backend, @Nullable Duration timeToLive, @Nullable NullValues nullValues,
			@Nullable OnError onError, @Nullable SingleFlight singleFlight, @Nullable Transaction transaction,
			@DefaultValue Local local, @DefaultValue Remote remote, @DefaultValue Loader loader,
			@Nullable DataSize maximumValueSize, @DefaultValue Compression compression,
			@DefaultValue CacheEncryption encryption, @DefaultValue FailSafe failSafe, @DefaultValue Refresh refresh,
			@Nullable Percentage jitter, @Nullable Duration nullTimeToLive) {

	}

	/**
	 * Settings of the caches whose name matches.
	 *
	 * @param match Pattern that the name of a cache must match. An asterisk stands for
	 * any text.
	 * @param backend Name of the backend that holds the values.
	 * @param timeToLive How long a value is served after it was stored. Zero for ever.
	 * @param nullValues Whether a null result is cached.
	 * @param onError What callers notice of a store that fails.
	 * @param singleFlight Who shares one load of a key: nobody, the callers on one node,
	 * or those on all nodes.
	 * @param transaction Whether writes inside a transaction wait for its commit.
	 * @param local The tier in this process.
	 * @param remote The tier in the backend.
	 * @param loader How values are loaded.
	 * @param maximumValueSize How large a value may be in the backend, as its codec
	 * writes it. A larger one is returned and not cached.
	 * @param compression How values are compressed in the backend.
	 * @param encryption Whether values are encrypted in the backend.
	 * @param failSafe What is served when a load fails.
	 * @param refresh What is loaded anew before its time-to-live is over.
	 * @param jitter What share of its time-to-live a value lives less at most, in both
	 * tiers, so that values which were loaded together do not end together.
	 * @param nullTimeToLive How long a null result is served, if that is less than the
	 * time-to-live of other values. It is not served beyond, whatever fails.
	 */
	public record Pattern(String match, @Nullable String backend, @Nullable Duration timeToLive,
			@Nullable NullValues nullValues, @Nullable OnError onError, @Nullable SingleFlight singleFlight,
			@Nullable Transaction transaction, @DefaultValue Local local, @DefaultValue Remote remote,
			@DefaultValue Loader loader, @Nullable DataSize maximumValueSize, @DefaultValue Compression compression,
			@DefaultValue CacheEncryption encryption, @DefaultValue FailSafe failSafe, @DefaultValue Refresh refresh,
			@Nullable Percentage jitter, @Nullable Duration nullTimeToLive) {

		Overrides overrides() {
			return new Overrides(this.backend, this.timeToLive, this.nullValues, this.onError, this.singleFlight,
					this.transaction, this.local, this.remote, this.loader, this.maximumValueSize, this.compression,
					this.encryption, this.failSafe, this.refresh, this.jitter, this.nullTimeToLive);
		}

	}

	/**
	 * Settings of the tier in this process.
	 *
	 * @param enabled Whether values are kept in this process too. Auto does so where they
	 * are kept coherent with other nodes.
	 * @param maximumSize How many entries are kept in this process at most.
	 * @param timeToLive How long an entry of a shared store is served from this process
	 * without asking. Zero for as long as the value lives.
	 * @param timeToIdle How long an entry that nobody reads is kept in this process. Not
	 * longer than it lives.
	 */
	public record Local(@Nullable LocalMode enabled, @Nullable Long maximumSize, @Nullable Duration timeToLive,
			@Nullable Duration timeToIdle) {

	}

	/**
	 * Settings of the tier in the backend.
	 *
	 * @param fill How the result of a load is written. Leased keeps a load that an
	 * invalidation has overtaken out of the store, at the price of one more write for a
	 * cold miss.
	 * @param codec Name of the codec that writes values, such as json, smile, fory or
	 * jdk.
	 * @param onStoreRestart What becomes of the values when the store has restarted and
	 * may have forgotten acknowledged writes.
	 * @param write Whether puts and evictions of keys wait for the backend. Async makes
	 * them in the background, in order for each key; what waits is lost if the node is
	 * killed.
	 */
	public record Remote(@Nullable Fill fill, @Nullable String codec, @Nullable OnStoreRestart onStoreRestart,
			@Nullable Write write) {

	}

	/**
	 * Settings of loads.
	 *
	 * @param followerTimeout How long a caller waits for the load of another one before
	 * it loads by itself.
	 * @param softTimeout How long a caller waits for a load before it is given the last
	 * value, if fail-safe has kept one, while the load goes on. Zero not to wait. Unless
	 * set, callers wait.
	 * @param hardTimeout How long a load may take before it is interrupted and counts as
	 * failed. Unless set, as long as it likes.
	 * @param maximumConcurrent How many loads of the cache may run at a time on one node.
	 * Who comes later is given the last value, or calls the method for itself. Unless
	 * set, any number.
	 */
	public record Loader(@Nullable Duration followerTimeout, @Nullable Duration softTimeout,
			@Nullable Duration hardTimeout, @Nullable Integer maximumConcurrent) {

	}

	/**
	 * Settings of compression.
	 *
	 * @param type How values are compressed. LZ4 needs the library lz4-java, Zstandard
	 * zstd-jni. Every node reads what it has the library of.
	 * @param threshold How large a value must be to be compressed.
	 */
	public record Compression(@Nullable CompressionType type, @Nullable DataSize threshold) {

	}

	/**
	 * Settings of encryption for a cache.
	 *
	 * @param enabled Whether values are encrypted. Those that are not are never served
	 * then.
	 */
	public record CacheEncryption(@Nullable Boolean enabled) {

	}

	/**
	 * Settings of values that are served beyond their time-to-live because their load
	 * fails.
	 *
	 * @param enabled Whether they are.
	 * @param maximumStale How long after it was loaded a value is served at most. Counts
	 * from its creation, so it must be longer than the time-to-live.
	 * @param throttle How long after a failure a load of the same key is not tried again
	 * on this node, as long as there is a value to serve. Zero to try each time.
	 * @param exceptions Names of the exceptions that count as failures, their subclasses
	 * included.
	 * @param ignoredExceptions Names of exceptions that do not count as failures because
	 * they are answers, such as that there is no such record. Set alone they replace the
	 * usual ones.
	 */
	public record FailSafe(@Nullable Boolean enabled, @Nullable Duration maximumStale, @Nullable Duration throttle,
			@Nullable Set<String> exceptions, @Nullable Set<String> ignoredExceptions) {

	}

	/**
	 * Settings of values that are loaded anew in the background before their time-to-live
	 * is over.
	 *
	 * @param at Share of the time-to-live after which a value that is asked for is loaded
	 * anew, such as 80%. Not at all unless set.
	 * @param keepWarm Names of keys whose values are loaded anew although nobody asks for
	 * them, once they have been asked for on this node.
	 */
	public record Refresh(@Nullable Percentage at, @Nullable Set<String> keepWarm) {

	}

	/**
	 * Settings of the backplane.
	 *
	 * @param type Name of the transport. Auto takes the one shared backend in use that
	 * has a backplane; none is for a single node.
	 * @param channel What separates the messages of this application from others.
	 * Defaults to the key prefix.
	 * @param heartbeat How often each node tells the others that it is there. A node that
	 * does not hear itself or another one within two intervals trusts nothing it holds.
	 * Nodes that share caches need the same.
	 */
	public record Backplane(@DefaultValue(AUTO) String type, @Nullable String channel,
			@DefaultValue("5s") Duration heartbeat) {

		static final String AUTO = "auto";

		static final String NONE = "none";

	}

	/**
	 * Settings of recovery.
	 *
	 * @param maximumPending How many writes that a store has not acknowledged are
	 * remembered to be made up for. A cache in which there are more is cleared instead.
	 * @param flushOnShutdown How long the application, when it stops, tries at most to
	 * make up for them. Zero for one attempt.
	 */
	public record Recovery(@DefaultValue("10000") int maximumPending, @DefaultValue("5s") Duration flushOnShutdown) {

	}

	/**
	 * Settings of codecs.
	 *
	 * @param allowedPackages Packages whose classes may be read from a store, in addition
	 * to the types that cached methods declare to return.
	 * @param fory What the codec fory may write and read.
	 */
	public record Codec(@DefaultValue Set<String> allowedPackages, @DefaultValue Fory fory) {

		/**
		 * Settings of the codec fory.
		 *
		 * @param classes Classes that are registered, with all that their fields declare,
		 * in addition to the types that cached methods declare to return.
		 */
		public record Fory(@DefaultValue Set<String> classes) {

		}

	}

	/**
	 * Settings of encryption.
	 *
	 * @param keys Keys by their ids: 16 or 32 random bytes each, in Base64. All of them
	 * read what they have encrypted.
	 * @param current Id of the key that encrypts.
	 */
	public record Encryption(@DefaultValue Map<String, String> keys, @Nullable String current) {

		@Override
		public String toString() {
			return "Encryption[%d keys, current=%s]".formatted(this.keys.size(), this.current);
		}

	}

}

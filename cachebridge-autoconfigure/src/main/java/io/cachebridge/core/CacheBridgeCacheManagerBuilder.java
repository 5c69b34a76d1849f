package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.cachebridge.codec.Codecs;
import io.cachebridge.spi.Backplane;

/**
 * Describes a {@link CacheBridgeCacheManager}.
 */
public final class CacheBridgeCacheManagerBuilder {

	final CacheSettingsSource settings;

	final BackendRegistry backends;

	String keyPrefix = "cachebridge";

	Clock clock = Clock.systemUTC();

	Duration heartbeat = Duration.ofSeconds(5);

	List<CacheEventListener> listeners = List.of();

	ValueTypes types = new ValueTypes((type) -> {
	});

	PeriodicTasks tasks = PeriodicTasks.onThreads();

	EncryptionKeys encryptionKeys = EncryptionKeys.NONE;

	@Nullable Codecs codecs;

	@Nullable Backplane backplane;

	@Nullable Ticker ticker;

	int maximumPending = 10_000;

	Duration flushOnShutdown = Duration.ofSeconds(5);

	@Nullable Executor executor;

	@Nullable Executor loadExecutor;

	CacheBridgeCacheManagerBuilder(CacheSettingsSource settings, BackendRegistry backends) {
		this.settings = settings;
		this.backends = backends;
	}

	/**
	 * Sets what stands in front of every key in a store.
	 * @param keyPrefix the prefix, {@code cachebridge} unless set
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder keyPrefix(String keyPrefix) {
		this.keyPrefix = keyPrefix;
		return this;
	}

	/**
	 * Sets what turns values into bytes. Needed once a cache is held in a backend.
	 * @param codecs the codecs
	 * @param types knows the types of the values
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder codecs(Codecs codecs, ValueTypes types) {
		this.codecs = codecs;
		this.types = types;
		return this;
	}

	/**
	 * Sets the keys that values are encrypted with, and read.
	 * @param keys the keys, none unless set
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder encryption(EncryptionKeys keys) {
		this.encryptionKeys = keys;
		return this;
	}

	/**
	 * Sets what connects this node with others. Started and closed by the manager.
	 * @param backplane the backplane, {@code null} for none
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder backplane(@Nullable Backplane backplane) {
		this.backplane = backplane;
		return this;
	}

	/**
	 * Sets how often this node tells others that it is there. If it does not hear itself,
	 * or another node, for more than one and a half intervals, it may have missed
	 * something, and knows it before two are over.
	 * @param interval the interval, positive, five seconds unless set; the same on all
	 * nodes
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder heartbeat(Duration interval) {
		Assert.isTrue(interval.compareTo(Duration.ZERO) > 0, () -> "'heartbeat' must be positive but was " + interval);
		this.heartbeat = interval;
		return this;
	}

	/**
	 * Sets who is told what caches do.
	 * @param listeners the listeners
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder listeners(List<CacheEventListener> listeners) {
		this.listeners = List.copyOf(listeners);
		return this;
	}

	/**
	 * Sets what becomes of writes that a store has not acknowledged.
	 * @param maximumPending how many are remembered to be made up for, 10,000 unless set;
	 * a cache in which there are more is cleared instead
	 * @param flushOnShutdown how long {@link CacheBridgeCacheManager#close()} tries at
	 * most to make up for them, 5 seconds unless set
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder recovery(int maximumPending, Duration flushOnShutdown) {
		this.maximumPending = maximumPending;
		this.flushOnShutdown = flushOnShutdown;
		return this;
	}

	/**
	 * Sets the clock that expiry in stores goes by.
	 * @param clock the clock, the system's unless set
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Sets what expiry in this process goes by.
	 * @param ticker the ticker; unless set, one that is precise to a few milliseconds
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder ticker(Ticker ticker) {
		this.ticker = ticker;
		return this;
	}

	/**
	 * Sets what runs tasks again and again, such as removing what has expired.
	 * @param tasks the tasks; unless set, each has a daemon thread
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder tasks(PeriodicTasks tasks) {
		this.tasks = tasks;
		return this;
	}

	/**
	 * Sets what waits for stores on behalf of callers that must not.
	 * @param executor the executor; unless set, virtual threads where there are any, else
	 * a thousand threads at most. A task may wait for one that comes later, so that one
	 * with few threads and a queue can come to a standstill
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder executor(Executor executor) {
		this.executor = executor;
		return this;
	}

	/**
	 * Sets what runs loads that callers do not wait for for ever, because their cache has
	 * a soft or a hard timeout.
	 * @param executor the executor, not closed by the manager; unless set, virtual
	 * threads where there are any, a thousand at a time at most. What it refuses runs on
	 * the thread of the caller. It should not queue: a load may wait for another one
	 * @return this builder
	 */
	public CacheBridgeCacheManagerBuilder loadExecutor(@Nullable Executor executor) {
		this.loadExecutor = executor;
		return this;
	}

	/**
	 * Creates the manager with the caches that are configured, and begins to listen to
	 * other nodes.
	 * @return the manager
	 */
	public CacheBridgeCacheManager build() {
		return new CacheBridgeCacheManager(this);
	}

}

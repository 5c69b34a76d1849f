package io.cachebridge.core;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.CacheManager;

import io.cachebridge.core.PeriodicTasks.PeriodicTask;

/**
 * Creates and holds the caches of an application. Those that are configured exist from
 * the start; others are created on first use, if that is allowed.
 */
public final class CacheBridgeCacheManager implements CacheManager, SmartInitializingSingleton, AutoCloseable {

	private static final Log logger = LogFactory.getLog(CacheBridgeCacheManager.class);

	private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(30);

	private static final Duration RECOVERY_INTERVAL = Duration.ofSeconds(1);

	/** How often it is looked for what is kept warm; each key has a pause of its own. */
	private static final Duration REFRESH_INTERVAL = Duration.ofSeconds(1);

	private static final Duration FLUSH_INTERVAL = Duration.ofMillis(100);

	/** As long as Spring's listener container for Redis waits for its subscription. */
	private static final Duration HEARING_PATIENCE = Duration.ofSeconds(2);

	private static final int MAXIMUM_WARNINGS = 100;

	private final CacheSettingsSource settings;

	private final CacheFactory factory;

	private final AtomicLong sequence;

	private final @Nullable NodeChannel channel;

	private final NodeCaches caches;

	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	private final PeriodicTask housekeeping;

	private final PeriodicTask recovery;

	private final PeriodicTasks tasks;

	private @Nullable PeriodicTask refresh;

	private final Duration flushOnShutdown;

	private volatile boolean closing;

	CacheBridgeCacheManager(CacheBridgeCacheManagerBuilder builder) {
		this.settings = builder.settings;
		this.sequence = new AtomicLong(1);
		VersionSource versions = new VersionSource(new SecureRandom().nextLong());
		this.caches = new NodeCaches(builder.backplane != null);
		this.channel = (builder.backplane != null)
				? new NodeChannel(builder.backplane, versions.incarnation(), builder, this.caches) : null;
		this.factory = new CacheFactory(builder, versions, this.sequence, this.channel);
		this.housekeeping = builder.tasks.every("housekeeping", SWEEP_INTERVAL, this::keepHouse);
		this.recovery = builder.tasks.every("recovery", RECOVERY_INTERVAL,
				() -> this.caches.recover(() -> !this.closing));
		this.tasks = builder.tasks;
		this.flushOnShutdown = builder.flushOnShutdown;
		try {
			start();
		}
		catch (RuntimeException ex) {
			closeAfter(ex);
			throw ex;
		}
	}

	private void start() {
		this.settings.names().forEach(this::getCache);
		if (this.channel != null) {
			this.channel.start();
		}
	}

	/**
	 * Waits a moment until this node hears the others, which it has begun to do when it
	 * was created. What is asked of it before is served by the stores alone, and a load
	 * that begins before is not shared with those who ask afterwards.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.channel != null && !this.channel.awaitHearing(HEARING_PATIENCE)) {
			logger.warn("Not hearing other nodes yet; nothing is served from this one alone until it does");
		}
	}

	private void keepHouse() {
		this.caches.removeOutdated();
		this.factory.reports().report();
	}

	private void closeAfter(RuntimeException failure) {
		try {
			close();
		}
		catch (RuntimeException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Begins to describe a manager.
	 * @param settings knows how each cache behaves
	 * @param backends hold the values
	 * @return a builder
	 */
	public static CacheBridgeCacheManagerBuilder builder(CacheSettingsSource settings, BackendRegistry backends) {
		return new CacheBridgeCacheManagerBuilder(settings, backends);
	}

	/**
	 * Returns a cache, created now if it was not before and may be.
	 * @param name the name of the cache
	 * @return the cache, or {@code null} if a cache of that name must not exist
	 */
	@Override
	public @Nullable CacheBridgeCache getCache(String name) {
		CacheBridgeCache cache = this.caches.get(name);
		return (cache != null) ? cache : create(name);
	}

	private @Nullable CacheBridgeCache create(String name) {
		CacheSettings found = this.settings.find(name);
		if (found == null) {
			refuse(name);
			return null;
		}
		CacheBridgeCache created = this.factory.create(name, found);
		CacheBridgeCache present = this.caches.add(created);
		if (present != null) {
			return present;
		}
		if (!found.refresh().keepWarm().isEmpty()) {
			beginToKeepWarm();
		}
		created.announceCreation();
		return created;
	}

	private synchronized void beginToKeepWarm() {
		if (this.refresh == null && !this.closing) {
			this.refresh = this.tasks.every("refresh", REFRESH_INTERVAL, this.caches::keepWarm);
		}
	}

	private synchronized void endToKeepWarm() {
		if (this.refresh != null) {
			this.refresh.close();
		}
	}

	private void refuse(String name) {
		if (this.refused.size() < MAXIMUM_WARNINGS && this.refused.add(name)) {
			logger.warn("There is no cache '%s', only %s".formatted(name, new TreeSet<>(this.settings.names())));
		}
	}

	@Override
	public Collection<String> getCacheNames() {
		return this.caches.names();
	}

	/**
	 * Returns the caches that exist.
	 * @return the caches
	 */
	public Collection<CacheBridgeCache> caches() {
		return this.caches.all();
	}

	/**
	 * Returns how this node hears the others.
	 * @return the numbers, as of now; {@code null} if there is no backplane
	 */
	public @Nullable BackplaneStatistics backplaneStatistics() {
		return (this.channel != null) ? this.channel.statistics() : null;
	}

	/**
	 * Returns whether the backends that caches use are called.
	 * @return the circuit breakers by the name of the backend, as of now
	 */
	public Map<String, CircuitBreakerStatus> circuitBreakers() {
		return this.factory.breakers().statuses();
	}

	/**
	 * Returns a ticket that all later invalidations are greater than.
	 * @return the ticket
	 */
	long ticket() {
		return this.sequence.get();
	}

	/**
	 * Returns the transaction that the caller is in, as far as any cache asks for it.
	 * @return the transaction, {@code null} if no cache waits for commits
	 */
	@Nullable TransactionScope transaction() {
		return this.factory.transaction();
	}

	Executor executor() {
		return this.factory.executor();
	}

	private void flush() {
		long until = System.nanoTime() + Nanos.of(this.flushOnShutdown);
		BooleanSupplier goesOn = () -> until - System.nanoTime() > 0 && !Thread.currentThread().isInterrupted();
		while (!this.caches.recover(goesOn)) {
			if (!goesOn.getAsBoolean()) {
				logger.warn("%d writes were not acknowledged by their stores, which may hold older values"
					.formatted(this.caches.pending()));
				return;
			}
			LockSupport.parkNanos(FLUSH_INTERVAL.toNanos());
		}
	}

	/**
	 * Makes up for writes that a store has not acknowledged, within the time that is set
	 * for it and the one call that is under way by then, takes leave of other nodes and
	 * releases what this manager opened. The backends are closed by their registry.
	 */
	@Override
	public void close() {
		this.closing = true;
		this.recovery.close();
		endToKeepWarm();
		try {
			flush();
			if (this.channel != null) {
				this.channel.close();
			}
		}
		finally {
			this.housekeeping.close();
			this.factory.close();
		}
	}

}

package io.cachebridge.core;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.CacheManager;

/**
 * Creates and holds the caches of an application. Those that are configured exist from
 * the start; others are created on first use, if that is allowed.
 */
public final class CacheBridgeCacheManager implements CacheManager, AutoCloseable {

	private static final Log logger = LogFactory.getLog(CacheBridgeCacheManager.class);

	private static final long SWEEP_SECONDS = 30;

	private static final int MAXIMUM_WARNINGS = 100;

	private final CacheSettingsSource settings;

	private final CacheFactory factory;

	private final AtomicLong sequence;

	private final @Nullable NodeChannel channel;

	private final Map<String, CacheBridgeCache> caches = new ConcurrentHashMap<>();

	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	/** Held while a cache is added and while it is noted whether messages are heard. */
	private final ReentrantLock transition = new ReentrantLock();

	private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "cachebridge-housekeeping");
		thread.setDaemon(true);
		return thread;
	});

	private boolean hearing;

	CacheBridgeCacheManager(CacheBridgeCacheManagerBuilder builder) {
		this.settings = builder.settings;
		this.sequence = new AtomicLong(1);
		VersionSource versions = new VersionSource(new SecureRandom().nextLong());
		this.channel = (builder.backplane != null)
				? new NodeChannel(builder.backplane, versions.incarnation(), this::receive, this::hears) : null;
		this.factory = new CacheFactory(builder, versions, this.sequence, this.channel);
		try {
			start();
		}
		catch (RuntimeException ex) {
			closeAfter(ex);
			throw ex;
		}
	}

	@SuppressWarnings("FutureReturnValueIgnored")
	private void start() {
		this.settings.names().forEach(this::getCache);
		this.housekeeping.scheduleWithFixedDelay(this::removeOutdated, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
		if (this.channel != null) {
			this.channel.start();
		}
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
		CacheBridgeCache present = add(created);
		if (present != null) {
			return present;
		}
		created.announceCreation();
		return created;
	}

	private @Nullable CacheBridgeCache add(CacheBridgeCache created) {
		this.transition.lock();
		try {
			if (this.channel != null && !this.hearing) {
				created.deaf();
			}
			return this.caches.putIfAbsent(created.getName(), created);
		}
		finally {
			this.transition.unlock();
		}
	}

	private void refuse(String name) {
		if (this.refused.size() < MAXIMUM_WARNINGS && this.refused.add(name)) {
			logger.warn("There is no cache '%s', only %s".formatted(name, new TreeSet<>(this.settings.names())));
		}
	}

	@Override
	public Collection<String> getCacheNames() {
		return Collections.unmodifiableSet(new TreeSet<>(this.caches.keySet()));
	}

	/**
	 * Returns the caches that exist.
	 * @return the caches
	 */
	public Collection<CacheBridgeCache> caches() {
		return Collections.unmodifiableCollection(this.caches.values());
	}

	/**
	 * Returns a ticket that all later invalidations are greater than.
	 * @return the ticket
	 */
	long ticket() {
		return this.sequence.get();
	}

	Executor executor() {
		return this.factory.executor();
	}

	private void receive(InvalidationMessage message) {
		CacheBridgeCache cache = this.caches.get(message.cache());
		if (cache == null) {
			return;
		}
		switch (message.kind()) {
			case KEY -> cache.invalidated(message.keyName());
			case ALL -> cache.allInvalidated();
			case EPOCH -> cache.suspected();
		}
	}

	private void hears(boolean hears) {
		this.transition.lock();
		try {
			this.hearing = hears;
			this.caches.values().forEach((cache) -> {
				if (hears) {
					cache.hears();
				}
				else {
					cache.deaf();
				}
			});
		}
		finally {
			this.transition.unlock();
		}
		logger.info(hears ? "Hearing other nodes" : "Not hearing other nodes; nothing is served from this one alone");
	}

	private void removeOutdated() {
		this.caches.values().forEach(CacheBridgeCache::removeOutdated);
	}

	/**
	 * Stops listening to other nodes and releases what this manager opened. The backends
	 * are closed by their registry.
	 */
	@Override
	public void close() {
		try {
			if (this.channel != null) {
				this.channel.close();
			}
		}
		finally {
			this.housekeeping.shutdown();
			this.factory.close();
		}
	}

}

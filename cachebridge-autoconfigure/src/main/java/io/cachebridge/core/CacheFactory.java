package io.cachebridge.core;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.cachebridge.codec.Codecs;
import io.cachebridge.core.CacheSettings.LocalMode;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;

/**
 * Puts a cache together from its settings.
 */
final class CacheFactory implements AutoCloseable {

	private final CacheBridgeCacheManagerBuilder parts;

	private final VersionSource versions;

	private final AtomicLong sequence;

	private final @Nullable NodeChannel channel;

	private final Ticker ticker;

	private final @Nullable Executor ownExecutor;

	private final Executor executor;

	CacheFactory(CacheBridgeCacheManagerBuilder parts, VersionSource versions, AtomicLong sequence,
			@Nullable NodeChannel channel) {
		this.parts = parts;
		this.versions = versions;
		this.sequence = sequence;
		this.channel = channel;
		this.ticker = (parts.ticker != null) ? parts.ticker : new CoarseTicker();
		Executor given = (parts.executor != null) ? parts.executor : BlockingExecutors.create();
		this.ownExecutor = (parts.executor == null) ? given : null;
		this.executor = BlockingExecutors.neverRefusing(given);
	}

	CacheBridgeCache create(String name, CacheSettings settings) {
		CacheBackend backend = this.parts.backends.get(settings.backend());
		CacheObserver observer = new CacheObserver(name, this.parts.listeners);
		InvalidationLog log = new InvalidationLog(this.sequence);
		Announcer announcer = (this.channel != null) ? this.channel.announcer(name, observer) : Announcer.NONE;
		if (isHeldHereAlone(backend, settings)) {
			LocalTier local = new LocalTier(settings.local().maximumSize(), log, this.ticker);
			Tiers tiers = new LocalTiers(local, log, settings.timeToLive(), announcer, observer, this.executor);
			return new CacheBridgeCache(name, settings, new CacheParts(tiers, local, log, observer, this.executor));
		}
		LocalTier local = hasLocalTier(settings) ? new LocalTier(settings.local().maximumSize(), log, this.ticker)
				: null;
		RemoteTier remote = remote(name, settings, backend, log, observer, announcer);
		Tiers tiers = new RemoteTiers(local, remote, log, settings, announcer, this.executor);
		return new CacheBridgeCache(name, settings, new CacheParts(tiers, local, log, observer, this.executor));
	}

	// What neither other processes nor a later life of this one can see adds nothing to
	// the local tier, which holds values as they are
	private static boolean isHeldHereAlone(CacheBackend backend, CacheSettings settings) {
		Set<Capability> capabilities = backend.capabilities();
		return settings.local().mode() != LocalMode.OFF && !capabilities.contains(Capability.SHARED)
				&& !capabilities.contains(Capability.DURABLE);
	}

	private boolean hasLocalTier(CacheSettings settings) {
		return switch (settings.local().mode()) {
			case ON -> true;
			case OFF -> false;
			case AUTO -> this.channel != null;
		};
	}

	private RemoteTier remote(String name, CacheSettings settings, CacheBackend backend, InvalidationLog log,
			CacheObserver observer, Announcer announcer) {
		Codecs codecs = this.parts.codecs;
		Assert.state(codecs != null,
				() -> "Cache '%s' is held in backend '%s', which needs codecs".formatted(name, settings.backend()));
		KeyLayout layout = new KeyLayout(this.parts.keyPrefix, name, backend.limits());
		BackendCalls calls = new BackendCalls(settings.backend(), backend,
				this.parts.backends.status(settings.backend()), settings.onError(), observer);
		ValueFormat format = new ValueFormat(name, settings, codecs, this.parts.types, layout,
				backend.limits().maximumContentBytes(), this.parts.clock);
		CacheEpoch epoch = new CacheEpoch(layout.epoch(), calls, this.versions, log, this.channel != null,
				announcer::renewed);
		return new RemoteTier(calls, layout, format, epoch, this.versions, this.parts.clock, observer,
				settings.remote().fill());
	}

	Executor executor() {
		return this.executor;
	}

	@Override
	public void close() {
		if (this.parts.ticker == null && this.ticker instanceof CoarseTicker coarse) {
			coarse.close();
		}
		if (this.ownExecutor instanceof ExecutorService service) {
			service.shutdown();
		}
	}

}

package io.cachebridge.core;

import java.time.Clock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.cachebridge.codec.Codecs;
import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.core.RemoteSettings.OnStoreRestart;
import io.cachebridge.core.RemoteSettings.Write;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;

/**
 * Puts a cache together that is held in a backend.
 */
final class StoredCache {

	private static final Log logger = LogFactory.getLog(StoredCache.class);

	private final NodeParts node;

	private final CacheFrame frame;

	private final CacheSettings settings;

	private final Clock clock;

	private final Codecs codecs;

	private final KeyLayout layout;

	private final CallGuard guard;

	private final BackendCalls calls;

	private final ValueFormat format;

	private final Epochs epochs;

	private final RecordReader reader;

	private final RemoteTier remote;

	private final Reservations reservations;

	private final Leases leases;

	private final StoredEntries stored;

	private final PendingWrites pending;

	StoredCache(NodeParts node, CacheFrame frame, CacheBackend backend) {
		CacheBridgeCacheManagerBuilder given = node.given();
		CacheSettings settings = frame.settings();
		CacheObserver observer = frame.observer();
		Codecs codecs = given.codecs;
		Assert.state(codecs != null, () -> "Cache '%s' is held in backend '%s', which needs codecs"
			.formatted(frame.name(), settings.backend()));
		this.node = node;
		this.frame = frame;
		this.settings = settings;
		this.clock = given.clock;
		this.codecs = codecs;
		this.layout = new KeyLayout(given.keyPrefix, frame.name(), backend.limits());
		this.guard = node.breakers().guard(settings.backend(), observer);
		this.calls = new BackendCalls(settings.backend(), backend, given.backends.status(settings.backend()),
				this.guard, settings.onError(), observer);
		this.format = new ValueFormat(frame.name(), settings, codecs, given.types, this.layout, given.encryptionKeys,
				backend.limits().maximumContentBytes());
		Lifetime lifetime = Lifetime.of(settings);
		this.epochs = new Epochs(this.layout, this.calls, node.versions(), frame.log(), this.clock,
				lifetime.retention(), node.hearsOthers(), frame.announcer()::renewed);
		this.reader = new RecordReader(this.format, this.clock, observer, lifetime);
		this.remote = new RemoteTier(this.calls, this.layout, this.reader,
				new RecordWriter(this.format, node.versions(), this.clock, observer, lifetime), this.epochs, settings);
		this.reservations = new Reservations(this.remote.isLeased() && isLoadedOnce(), node.versions(), this.clock);
		this.leases = new Leases(this.remote, this.epochs, this.reservations, observer);
		this.stored = new StoredEntries(this.calls, this.layout, this.reader, this.epochs, this.clock,
				goByThemselves() ? null : node.executor());
		this.pending = new PendingWrites(node.pendingLimit(), node.ticker(), this::overflowed);
	}

	private boolean isLoadedOnce() {
		return this.settings.singleFlight() == SingleFlight.CLUSTER;
	}

	private boolean goByThemselves() {
		return this.calls.supports(Capability.NATIVE_EXPIRY) && !this.settings.timeToLive().isZero();
	}

	CacheBridgeCache create() {
		LocalCopies copies = new LocalCopies(this.frame.local(), this.settings, this.clock);
		FirstAttempts attempts = new FirstAttempts(this.pending, this.remote, copies, this.frame.invalidations(),
				this.node.ticker());
		Recovery recovery = new Recovery(this.pending, this.remote, this.stored, this.frame.invalidations(),
				this.node.ticker(), attempts);
		ClusterLoads cluster = isLoadedOnce() ? new ClusterLoads(this.leases, this.reservations, this.frame.announcer(),
				this.settings.followerTimeout()) : null;
		Tiers tiers = new RemoteTiers(copies, parts(), this.frame.log(), this.frame.invalidations(), recovery,
				this.settings, this.node.ticker(), this.clock, life(), cluster, queue(attempts));
		CacheBridgeCache cache = this.frame.with(this.node, tiers,
				new StoredCounters(this.calls, this.layout, this.epochs, recovery),
				new StoredKeyNames(this.calls, this.layout, this.stored, this.pending), cluster,
				new CacheDump(this.calls, this.layout, this.format, this.stored, this.pending, this.epochs,
						this.node.versions(), this.clock, this.codecs.ids()));
		this.guard.whenLeftAlone(cache::leaveLeaders);
		return cache;
	}

	private RemoteParts parts() {
		VersionSource versions = this.node.versions();
		return new RemoteParts(this.remote, this.leases, this.stored,
				new BatchReads(this.calls, this.layout, this.reader, this.epochs),
				new BatchWrites(this.calls, this.layout, this.epochs, this.remote),
				new Expirations(this.calls, this.layout, this.reader, versions, this.clock, this.remote),
				new RefreshClaims(this.calls, this.layout, versions, this.clock));
	}

	private @Nullable StoreLife life() {
		return (this.settings.remote().onStoreRestart() == OnStoreRestart.CLEAR)
				? new StoreLife(this.calls, this.node.ticker(), this::restarted) : null;
	}

	private @Nullable WriteQueue queue(FirstAttempts attempts) {
		return (this.settings.remote().write() == Write.ASYNC) ? new WriteQueue(this.pending, this.node.pendingLimit(),
				attempts, this.node.executor(), this.frame.observer()) : null;
	}

	private void overflowed() {
		logger.warn(("More than %d writes wait for their stores (cachebridge.recovery.maximum-pending); cache '%s' is "
				+ "cleared instead as soon as its store answers, and read from no store until then")
			.formatted(this.node.given().maximumPending, this.frame.name()));
		this.frame.observer().cleared();
	}

	private void restarted() {
		logger.warn("Backend '%s' has begun another life and may hold older values; cache '%s' is cleared"
			.formatted(this.settings.backend(), this.frame.name()));
		this.frame.observer().cleared();
	}

}

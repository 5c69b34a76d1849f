package io.cachebridge.core;

import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

import io.cachebridge.codec.Codecs;
import io.cachebridge.core.CacheSettings.LocalMode;
import io.cachebridge.core.CacheSettings.OnStoreRestart;
import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.core.CacheSettings.Transaction;
import io.cachebridge.core.CacheSettings.Write;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;

/**
 * Puts a cache together from its settings.
 */
final class CacheFactory implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(CacheFactory.class);

	private static final boolean SPRING_TX = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			CacheFactory.class.getClassLoader());

	private final CacheBridgeCacheManagerBuilder parts;

	private final VersionSource versions;

	private final AtomicLong sequence;

	private final @Nullable NodeChannel channel;

	private final Ticker ticker;

	private final @Nullable Executor ownExecutor;

	private final Executor executor;

	private final LoadThreads loadThreads;

	private final PendingWrites.Limit pendingLimit;

	private final Pruning pruning;

	private final BackendReports reports = new BackendReports();

	private final CircuitBreakers breakers;

	private volatile @Nullable Transactions transactions;

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
		this.loadThreads = new LoadThreads(parts.loadExecutor);
		this.pruning = new Pruning(parts.tasks, versions, parts.clock, parts.keyPrefix);
		this.breakers = new CircuitBreakers(parts.backends, this.ticker, parts.clock);
		this.pendingLimit = new PendingWrites.Limit(parts.maximumPending);
	}

	CacheBridgeCache create(String name, CacheSettings settings) {
		CacheBackend backend = this.parts.backends.get(settings.backend());
		CacheObserver observer = new CacheObserver(name, this.parts.listeners);
		InvalidationLog log = new InvalidationLog(this.sequence);
		Announcer announcer = (this.channel != null) ? this.channel.announcer(name, observer) : Announcer.NONE;
		Transactions transactions = (settings.transaction() == Transaction.AFTER_COMMIT) ? transactions(name) : null;
		if (isHeldHereAlone(backend, settings)) {
			LocalTier local = localTier(settings, log);
			Invalidations invalidations = new Invalidations(log, local, announcer, this.executor);
			Tiers tiers = new LocalTiers(local, log, invalidations, announcer, Lifetime.of(settings), this.parts.clock,
					observer);
			Counters counters = new LocalCounters(settings.local().maximumSize(), log, this.ticker);
			KeyNames names = (prefix) -> local.names().filter((each) -> each.startsWith(prefix));
			return new CacheBridgeCache(name, settings,
					new CacheParts(tiers, local, log, invalidations, observer, counters, names, this.executor,
							this.ticker, transactions, null, null, this.loadThreads.executor()));
		}
		LocalTier local = hasLocalTier(settings) ? localTier(settings, log) : null;
		Invalidations invalidations = new Invalidations(log, local, announcer, this.executor);
		return new CacheBridgeCache(name, settings,
				remote(name, settings, backend, local, log, invalidations, observer, announcer, transactions));
	}

	// What neither other processes nor a later life of this one can see adds nothing to
	// the local tier, which holds values as they are
	private static boolean isHeldHereAlone(CacheBackend backend, CacheSettings settings) {
		Set<Capability> capabilities = backend.capabilities();
		return settings.local().mode() != LocalMode.OFF && !capabilities.contains(Capability.SHARED)
				&& !capabilities.contains(Capability.DURABLE);
	}

	private LocalTier localTier(CacheSettings settings, InvalidationLog log) {
		return new LocalTier(settings.local().maximumSize(), settings.expiry().localTimeToIdle(), log, this.ticker);
	}

	private boolean hasLocalTier(CacheSettings settings) {
		return switch (settings.local().mode()) {
			case ON -> true;
			case OFF -> false;
			case AUTO -> this.channel != null;
		};
	}

	private CacheParts remote(String name, CacheSettings settings, CacheBackend backend, @Nullable LocalTier local,
			InvalidationLog log, Invalidations invalidations, CacheObserver observer, Announcer announcer,
			@Nullable Transactions transactions) {
		Codecs codecs = this.parts.codecs;
		Assert.state(codecs != null,
				() -> "Cache '%s' is held in backend '%s', which needs codecs".formatted(name, settings.backend()));
		for (String part : this.parts.backends.withParts(settings.backend())) {
			CacheBackend store = this.parts.backends.get(part);
			this.pruning.include(part, store, observer);
			this.reports.include(part, store, observer);
		}
		Clock clock = this.parts.clock;
		KeyLayout layout = new KeyLayout(this.parts.keyPrefix, name, backend.limits());
		BackendCalls calls = new BackendCalls(settings.backend(), backend,
				this.parts.backends.status(settings.backend()), this.breakers.guard(settings.backend(), observer),
				settings.onError(), observer);
		ValueFormat format = new ValueFormat(name, settings, codecs, this.parts.types, layout,
				this.parts.encryptionKeys, backend.limits().maximumContentBytes());
		Epochs epochs = new Epochs(layout, calls, this.versions, log, clock, Lifetime.of(settings).retention(),
				this.channel != null, announcer::renewed);
		RecordReader reader = new RecordReader(format, clock, observer, Lifetime.of(settings));
		RecordWriter writer = new RecordWriter(format, this.versions, clock, observer, Lifetime.of(settings));
		RemoteTier remote = new RemoteTier(calls, layout, reader, writer, epochs, settings);
		Leases leases = new Leases(remote, epochs, this.versions, clock, observer, settings);
		boolean goByThemselves = calls.supports(Capability.NATIVE_EXPIRY) && !settings.timeToLive().isZero();
		StoredEntries stored = new StoredEntries(calls, layout, reader, epochs, clock,
				goByThemselves ? null : this.executor);
		StoreLife life = (settings.remote().onStoreRestart() == OnStoreRestart.CLEAR)
				? new StoreLife(calls, this.ticker, () -> restarted(name, settings.backend(), observer)) : null;
		PendingWrites pending = new PendingWrites(this.pendingLimit, this.ticker, () -> overflowed(name, observer));
		LocalCopies copies = new LocalCopies(local, settings, clock);
		FirstAttempts attempts = new FirstAttempts(pending, remote, copies, invalidations, this.ticker);
		Recovery recovery = new Recovery(pending, remote, stored, invalidations, this.ticker, attempts);
		WriteQueue queue = (settings.remote().write() == Write.ASYNC)
				? new WriteQueue(pending, this.pendingLimit, attempts, this.executor, observer) : null;
		RemoteParts parts = new RemoteParts(remote, leases, stored, new BatchReads(calls, layout, reader, epochs),
				new BatchWrites(calls, layout, epochs, remote),
				new Expirations(calls, layout, reader, this.versions, clock, remote),
				new RefreshClaims(calls, layout, this.versions, clock));
		ClusterLoads cluster = (settings.singleFlight() == SingleFlight.CLUSTER)
				? new ClusterLoads(leases, announcer, settings.followerTimeout()) : null;
		Tiers tiers = new RemoteTiers(copies, parts, log, invalidations, recovery, settings, this.ticker, clock, life,
				cluster, queue);
		return new CacheParts(tiers, local, log, invalidations, observer,
				new StoredCounters(calls, layout, epochs, recovery), new StoredKeyNames(calls, layout, stored, pending),
				this.executor, this.ticker, transactions, cluster,
				new CacheDump(calls, layout, format, stored, pending, epochs, this.versions, clock, codecs.ids()),
				this.loadThreads.executor());
	}

	private void overflowed(String cache, CacheObserver observer) {
		logger.warn(("More than %d writes wait for their stores (cachebridge.recovery.maximum-pending); cache '%s' is "
				+ "cleared instead as soon as its store answers, and read from no store until then")
			.formatted(this.parts.maximumPending, cache));
		observer.cleared();
	}

	private static void restarted(String cache, String backend, CacheObserver observer) {
		logger.warn("Backend '%s' has begun another life and may hold older values; cache '%s' is cleared"
			.formatted(backend, cache));
		observer.cleared();
	}

	private synchronized Transactions transactions(String cache) {
		Assert.state(SPRING_TX, () -> "Cache '%s' waits for commits, which needs spring-tx".formatted(cache));
		Transactions present = this.transactions;
		Transactions found = (present != null) ? present : new Transactions();
		this.transactions = found;
		return found;
	}

	@Nullable TransactionScope transaction() {
		Transactions found = this.transactions;
		return (found != null) ? found.ofThread() : null;
	}

	CircuitBreakers breakers() {
		return this.breakers;
	}

	BackendReports reports() {
		return this.reports;
	}

	Executor executor() {
		return this.executor;
	}

	@Override
	public void close() {
		this.loadThreads.close();
		this.pruning.close();
		if (this.parts.ticker == null && this.ticker instanceof CoarseTicker coarse) {
			coarse.close();
		}
		if (this.ownExecutor instanceof ExecutorService service) {
			service.shutdown();
		}
	}

}

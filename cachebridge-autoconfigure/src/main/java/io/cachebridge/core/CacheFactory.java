package io.cachebridge.core;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

import io.cachebridge.core.CacheSettings.Transaction;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;

/**
 * Puts a cache together from its settings.
 */
final class CacheFactory implements AutoCloseable {

	private static final boolean SPRING_TX = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			CacheFactory.class.getClassLoader());

	private final CacheBridgeCacheManagerBuilder parts;

	private final AtomicLong sequence;

	private final @Nullable NodeChannel channel;

	private final NodeParts node;

	private final @Nullable Executor ownExecutor;

	private final LoadThreads loadThreads;

	private final Pruning pruning;

	private final BackendReports reports = new BackendReports();

	private volatile @Nullable Transactions transactions;

	CacheFactory(CacheBridgeCacheManagerBuilder parts, VersionSource versions, AtomicLong sequence,
			@Nullable NodeChannel channel) {
		this.parts = parts;
		this.sequence = sequence;
		this.channel = channel;
		Ticker ticker = (parts.ticker != null) ? parts.ticker : new CoarseTicker();
		Executor given = (parts.executor != null) ? parts.executor : BlockingExecutors.create();
		this.ownExecutor = (parts.executor == null) ? given : null;
		this.loadThreads = new LoadThreads(parts.loadExecutor);
		this.pruning = new Pruning(parts.tasks, versions, parts.clock, parts.keyPrefix);
		this.node = new NodeParts(parts, versions, ticker, BlockingExecutors.neverRefusing(given),
				this.loadThreads.executor(), new PendingLimit(parts.maximumPending),
				new CircuitBreakers(parts.backends, ticker, parts.clock), channel != null);
	}

	CacheBridgeCache create(String name, CacheSettings settings) {
		CacheBackend backend = this.parts.backends.get(settings.backend());
		CacheObserver observer = new CacheObserver(name, this.parts.listeners);
		InvalidationLog log = new InvalidationLog(this.sequence);
		Announcer announcer = (this.channel != null) ? this.channel.announcer(name, observer) : Announcer.NONE;
		boolean alone = isHeldHereAlone(backend, settings);
		LocalTier local = (alone || hasLocalTier(settings)) ? new LocalTier(settings.local().maximumSize(),
				settings.expiry().localTimeToIdle(), log, this.node.ticker(), alone ? RefreshAhead.of(settings) : null)
				: null;
		CacheFrame frame = new CacheFrame(name, settings, local, log,
				new Invalidations(log, local, announcer, this.node.executor()), observer, announcer,
				(settings.transaction() == Transaction.AFTER_COMMIT) ? transactions(name) : null);
		return (alone && local != null) ? heldHere(frame, local) : stored(frame, backend);
	}

	private CacheBridgeCache heldHere(CacheFrame frame, LocalTier local) {
		CacheSettings settings = frame.settings();
		Tiers tiers = new LocalTiers(local, frame.log(), frame.invalidations(), frame.announcer(),
				Lifetime.of(settings), this.parts.clock, frame.observer());
		return frame.with(this.node, tiers,
				new LocalCounters(settings.local().maximumSize(), frame.log(), this.node.ticker()),
				(prefix) -> local.names().filter((each) -> each.startsWith(prefix)), null, null);
	}

	private CacheBridgeCache stored(CacheFrame frame, CacheBackend backend) {
		for (String part : this.parts.backends.withParts(frame.settings().backend())) {
			CacheBackend store = this.parts.backends.get(part);
			this.pruning.include(part, store, frame.observer());
			this.reports.include(part, store, frame.observer());
		}
		return new StoredCache(this.node, frame, backend).create();
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
		return this.node.breakers();
	}

	BackendReports reports() {
		return this.reports;
	}

	Executor executor() {
		return this.node.executor();
	}

	@Override
	public void close() {
		this.loadThreads.close();
		this.pruning.close();
		if (this.parts.ticker == null && this.node.ticker() instanceof CoarseTicker coarse) {
			coarse.close();
		}
		if (this.ownExecutor instanceof ExecutorService service) {
			service.shutdown();
		}
	}

}

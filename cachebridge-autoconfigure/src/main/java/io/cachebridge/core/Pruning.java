package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.core.PeriodicTasks.PeriodicTask;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;

/**
 * Has stores remove what expired where they do not by themselves. Of the nodes that share
 * a store, the one that writes a lease into it does so, and the others leave it alone
 * until the lease ends: nearly a whole interval later, so that each run may be made by
 * another node.
 */
final class Pruning implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Pruning.class);

	private static final Set<Capability> LEASED = Set.of(Capability.SHARED, Capability.CONDITIONAL_PUT);

	private final PeriodicTasks tasks;

	private final VersionSource versions;

	private final Clock clock;

	private final String place;

	private final Map<String, PeriodicTask> running = new ConcurrentHashMap<>();

	private volatile boolean closed;

	/**
	 * Creates the pruning of no store.
	 * @param tasks run it again and again
	 * @param versions tell apart the leases
	 * @param clock tells what expired
	 * @param keyPrefix what stands in front of the keys of this application
	 */
	Pruning(PeriodicTasks tasks, VersionSource versions, Clock clock, String keyPrefix) {
		this.tasks = tasks;
		this.versions = versions;
		this.clock = clock;
		this.place = KeyLayout.ofApplication(keyPrefix, "prune");
	}

	/**
	 * Has a store pruned from now on, unless it is already or needs it not.
	 * @param name the name of the backend
	 * @param backend the backend
	 * @param observer is told what was removed
	 */
	void include(String name, CacheBackend backend, CacheObserver observer) {
		Duration interval = backend.pruneInterval();
		if (!interval.isZero()) {
			BackendStatus status = BackendStatus.ofPruning(name);
			this.running.computeIfAbsent(name, (added) -> this.tasks.every("prune-" + name, interval,
					() -> prune(name, backend, status, (removed) -> observer.pruned(name, removed))));
		}
	}

	private void prune(String name, CacheBackend backend, BackendStatus status, LongConsumer observer) {
		try {
			Instant now = this.clock.instant();
			if (leads(backend, now, backend.pruneInterval())) {
				long removed = pruneAll(backend, now, observer);
				logger.debug("%d records of backend '%s' were pruned".formatted(removed, name));
				status.worked();
			}
		}
		catch (RuntimeException ex) {
			logger.debug("Backend '%s' was not pruned and will be later".formatted(name), ex);
			status.failed(ex);
		}
	}

	private long pruneAll(CacheBackend backend, Instant now, LongConsumer observer) {
		long all = 0;
		long removed;
		do {
			removed = backend.prune(now);
			all += removed;
			if (removed > 0) {
				observer.accept(removed);
			}
		}
		while (removed > 0 && !this.closed);
		return all;
	}

	private boolean leads(CacheBackend backend, Instant now, Duration interval) {
		if (!backend.capabilities().containsAll(LEASED)) {
			return true;
		}
		StoredRecord held = backend.get(this.place);
		if (held != null && isRunning(held.expiresAt(), now, interval)) {
			return false;
		}
		Instant end = now.plus(interval.multipliedBy(9).dividedBy(10));
		return backend.putIf(this.place, held, StoredRecord.reservation(this.versions.next(), end)).applied();
	}

	// One that lasts longer than any was written by a clock that is wrong
	private static boolean isRunning(@Nullable Instant end, Instant now, Duration interval) {
		return end != null && end.isAfter(now) && end.isBefore(now.plus(interval));
	}

	@Override
	public void close() {
		this.closed = true;
		this.running.values().forEach(PeriodicTask::close);
	}

}

package io.cachebridge.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

/**
 * Stands between one node and its store and goes wrong on demand: fails, fails after the
 * deed, holds calls up, counts them. Operations are named as the methods of
 * {@link CacheBackend}; {@value #ANY} stands for all.
 *
 * <pre class="code">
 * FaultyBackend backend = new FaultyBackend(store);
 * backend.failNext("put", 1);
 * try (Hold hold = backend.hold("getAll")) {
 *     ... start a reader ...
 *     hold.awaitArrival();
 *     ... change something ...
 * }
 * assertThat(backend.count("getAll")).isEqualTo(1);
 * </pre>
 */
public final class FaultyBackend implements CacheBackend {

	/** Stands for every operation. */
	public static final String ANY = "*";

	private final CacheBackend delegate;

	private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> lostAnswers = new ConcurrentHashMap<>();

	private final Map<String, Hold> holds = new ConcurrentHashMap<>();

	public FaultyBackend(CacheBackend delegate) {
		this.delegate = delegate;
	}

	/**
	 * Lets the next calls of an operation fail without reaching the store.
	 * @param operation the operation, or {@value #ANY}
	 * @param times how often
	 */
	public void failNext(String operation, int times) {
		this.failures.put(operation, new AtomicInteger(times));
	}

	/**
	 * Lets every operation fail, as if the store were away, until {@link #heal}.
	 */
	public void failAll() {
		failNext(ANY, Integer.MAX_VALUE);
	}

	/**
	 * Lets the next calls of an operation reach the store and fail afterwards, as if the
	 * answer had been lost.
	 * @param operation the operation, or {@value #ANY}
	 * @param times how often
	 */
	public void loseAnswersOfNext(String operation, int times) {
		this.lostAnswers.put(operation, new AtomicInteger(times));
	}

	/**
	 * Holds every call of an operation up before it reaches the store, until the hold is
	 * closed.
	 * @param operation the operation, or {@value #ANY}
	 * @return what ends the hold
	 */
	public Hold hold(String operation) {
		return this.holds.computeIfAbsent(operation, (unused) -> new Hold(() -> this.holds.remove(operation)));
	}

	/**
	 * Ends all that was asked for; counts stay.
	 */
	public void heal() {
		this.failures.clear();
		this.lostAnswers.clear();
		this.holds.values().forEach(Hold::close);
	}

	/**
	 * Returns how often an operation was called, whatever became of it.
	 * @param operation the operation, or {@value #ANY} for the sum
	 * @return the number of calls
	 */
	public int count(String operation) {
		if (ANY.equals(operation)) {
			return this.counts.values().stream().mapToInt(AtomicInteger::get).sum();
		}
		AtomicInteger count = this.counts.get(operation);
		return (count != null) ? count.get() : 0;
	}

	/**
	 * Counts from zero again.
	 */
	public void resetCounts() {
		this.counts.clear();
	}

	private <T extends @Nullable Object> T call(String operation, Supplier<T> work) {
		this.counts.computeIfAbsent(operation, (unused) -> new AtomicInteger()).incrementAndGet();
		pass(operation);
		if (takes(this.failures, operation)) {
			throw new BackendUnavailableException("faulty", operation, "asked to fail", null);
		}
		T result = work.get();
		if (takes(this.lostAnswers, operation)) {
			throw new BackendUnavailableException("faulty", operation, "asked to lose the answer", null);
		}
		return result;
	}

	private void pass(String operation) {
		for (String name : new String[] { operation, ANY }) {
			Hold hold = this.holds.get(name);
			if (hold != null) {
				hold.pass();
			}
		}
	}

	private static boolean takes(Map<String, AtomicInteger> faults, String operation) {
		return takes(faults.get(operation)) || takes(faults.get(ANY));
	}

	private static boolean takes(@Nullable AtomicInteger left) {
		return left != null && left.getAndUpdate((count) -> Math.max(0, count - 1)) > 0;
	}

	private void run(String operation, Runnable work) {
		call(operation, () -> {
			work.run();
			return true;
		});
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return this.<@Nullable StoredRecord>call("get", () -> this.delegate.get(key));
	}

	@Override
	public void put(String key, StoredRecord record) {
		run("put", () -> this.delegate.put(key, record));
	}

	@Override
	public Removal delete(String key) {
		return call("delete", () -> this.delegate.delete(key));
	}

	@Override
	public BackendHealth health() {
		try {
			return call("health", this.delegate::health);
		}
		catch (BackendUnavailableException ex) {
			return BackendHealth.down(Duration.ZERO, ex);
		}
	}

	@Override
	public Set<Capability> capabilities() {
		return this.delegate.capabilities();
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		return call("putIf", () -> this.delegate.putIf(key, seen, next));
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		return call("getAll", () -> this.delegate.getAll(keys));
	}

	@Override
	public Map<String, RecordHeader> headers(Collection<String> keys) {
		return call("headers", () -> this.delegate.headers(keys));
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		run("putAll", () -> this.delegate.putAll(records));
	}

	@Override
	public void deleteAllIf(Map<String, StoredRecord> seen) {
		run("deleteAllIf", () -> this.delegate.deleteAllIf(seen));
	}

	@Override
	public Stream<String> keys(String prefix) {
		return call("keys", () -> this.delegate.keys(prefix));
	}

	@Override
	public long deleteByPrefix(String prefix) {
		return call("deleteByPrefix", () -> this.delegate.deleteByPrefix(prefix));
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		return call("increment", () -> this.delegate.increment(key, delta, timeToLive));
	}

	@Override
	public long prune(Instant now) {
		return call("prune", () -> this.delegate.prune(now));
	}

	@Override
	public Duration pruneInterval() {
		return this.delegate.pruneInterval();
	}

	@Override
	public BackendStatistics statistics() {
		return call("statistics", this.delegate::statistics);
	}

	@Override
	public Limits limits() {
		return this.delegate.limits();
	}

	@Override
	public @Nullable String incarnation() {
		return this.<@Nullable String>call("incarnation", this.delegate::incarnation);
	}

	@Override
	public void close() {
		heal();
		this.delegate.close();
	}

}

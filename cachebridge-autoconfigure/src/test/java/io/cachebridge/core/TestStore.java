package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

/**
 * A store in memory that fails, waits, forgets and counts when told to.
 */
final class TestStore implements CacheBackend {

	final Map<String, StoredRecord> records = new ConcurrentHashMap<>();

	final Map<String, Long> counters = new ConcurrentHashMap<>();

	final Map<String, Optional<Duration>> counterLives = new ConcurrentHashMap<>();

	final List<String> operations = new CopyOnWriteArrayList<>();

	private final Set<Capability> capabilities;

	private final List<Hold> holds = new CopyOnWriteArrayList<>();

	private volatile Set<String> failing = Set.of();

	/** Whether reads find nothing, although conditional writes do. */
	volatile boolean blind;

	/** Whether each key is listed twice in a row. */
	volatile boolean listTwice;

	volatile @Nullable String life;

	/** Done once in the middle of a batch that is read from its end. */
	private final AtomicReference<@Nullable Runnable> between = new AtomicReference<>();

	private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

	private volatile Limits limits = Limits.NONE;

	volatile Duration pruneInterval = Duration.ZERO;

	TestStore(Capability... capabilities) {
		this.capabilities = Set.of(capabilities);
	}

	void fail(String... operations) {
		this.failing = Set.of(operations);
	}

	/**
	 * Lets the next such operation fail in a way that no store should.
	 */
	void failOnce(String operation, Throwable thrown) {
		this.failure.set(new Failure(operation, thrown));
	}

	void failAlways() {
		fail("get", "getAll", "headers", "put", "putAll", "putIf", "delete", "keys", "increment");
	}

	void work() {
		this.failing = Set.of();
	}

	void limit(Limits limits) {
		this.limits = limits;
	}

	/**
	 * Holds the next such operation before the store does it.
	 */
	Gate holdBefore(String operation, String key) {
		return hold(operation, key, true);
	}

	/**
	 * Holds the next such operation after the store did it.
	 */
	Gate holdAfter(String operation, String key) {
		return hold(operation, key, false);
	}

	private Gate hold(String operation, String key, boolean before) {
		Hold hold = new Hold(operation, key, before, new AtomicBoolean(), new Gate());
		this.holds.add(hold);
		return hold.gate();
	}

	void doWithinNextBatch(Runnable action) {
		this.between.set(action);
	}

	String keyEndingWith(String end) {
		return this.records.keySet().stream().filter((key) -> key.endsWith(end)).findFirst().orElseThrow();
	}

	long count(String operation) {
		return this.operations.stream().filter(operation::equals).count();
	}

	boolean holdsContent(String end) {
		return this.records.entrySet()
			.stream()
			.anyMatch((entry) -> entry.getKey().endsWith(end) && !entry.getValue().isReservation());
	}

	private <T extends @Nullable Object> T call(String operation, Collection<String> keys, Supplier<T> action) {
		this.operations.add(operation);
		pass(operation, keys, true);
		if (this.failing.contains(operation)) {
			throw new BackendUnavailableException("store", operation, "switched off", null);
		}
		Failure once = this.failure.get();
		if (once != null && once.operation().equals(operation) && this.failure.compareAndSet(once, null)) {
			once.fail();
		}
		T result = action.get();
		pass(operation, keys, false);
		return result;
	}

	private void pass(String operation, Collection<String> keys, boolean before) {
		for (Hold hold : this.holds) {
			if (hold.matches(operation, keys, before) && hold.used().compareAndSet(false, true)) {
				hold.gate().pass();
			}
		}
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return call("get", List.of(key), () -> this.records.get(key));
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		return call("getAll", keys, () -> {
			Map<String, StoredRecord> found = new ConcurrentHashMap<>();
			if (this.blind) {
				return found;
			}
			List<String> backwards = new ArrayList<>(keys);
			Collections.reverse(backwards);
			for (String key : backwards) {
				this.records.computeIfPresent(key, (same, held) -> {
					found.put(key, held);
					return held;
				});
				Runnable action = (keys.size() > 1) ? this.between.getAndSet(null) : null;
				if (action != null) {
					action.run();
				}
			}
			return found;
		});
	}

	@Override
	public Map<String, RecordHeader> headers(Collection<String> keys) {
		return call("headers", keys, () -> {
			Map<String, RecordHeader> found = new ConcurrentHashMap<>();
			keys.forEach((key) -> this.records.computeIfPresent(key, (same, held) -> {
				found.put(key, held.header());
				return held;
			}));
			return found;
		});
	}

	/**
	 * Does what stores do with records whose time is over.
	 */
	void dropExpired(Instant now) {
		this.records.values().removeIf((held) -> held.expiresAt() != null && held.expiresAt().isBefore(now));
	}

	@Override
	public void put(String key, StoredRecord stored) {
		call("put", List.of(key), () -> this.records.put(key, stored));
	}

	@Override
	public void putAll(Map<String, StoredRecord> all) {
		call("putAll", all.keySet(), () -> {
			this.records.putAll(all);
			return all;
		});
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		return call("increment", List.of(key), () -> {
			this.counterLives.put(key, Optional.ofNullable(timeToLive));
			return this.counters.merge(key, delta, Long::sum);
		});
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		return call("putIf", List.of(key), () -> {
			StoredRecord now = this.records.compute(key, (same, held) -> {
				boolean unchanged = (held != null) ? seen != null && held.version().equals(seen.version())
						: seen == null;
				return unchanged ? next : held;
			});
			boolean applied = now != null && now.version().equals(next.version());
			return applied ? PutOutcome.applied(next) : PutOutcome.refused(now);
		});
	}

	@Override
	public Removal delete(String key) {
		return call("delete", List.of(key), () -> {
			StoredRecord removed = this.records.remove(key);
			return (removed != null && !removed.isReservation()) ? Removal.PRESENT : Removal.ABSENT;
		});
	}

	@Override
	public Stream<String> keys(String prefix) {
		return call("keys", List.of(prefix),
				() -> List.copyOf(this.records.keySet())
					.stream()
					.filter((key) -> key.startsWith(prefix))
					.flatMap((key) -> Stream.of(key, key).limit(this.listTwice ? 2 : 1)));
	}

	@Override
	public long prune(Instant now) {
		return call("prune", List.of(), () -> {
			List<String> expired = this.records.entrySet().stream().filter((entry) -> {
				Instant expiry = entry.getValue().expiresAt();
				return expiry != null && expiry.isBefore(now);
			}).map(Map.Entry::getKey).limit(2).toList();
			this.records.keySet().removeAll(expired);
			return (long) expired.size();
		});
	}

	@Override
	public Duration pruneInterval() {
		return this.pruneInterval;
	}

	@Override
	public @Nullable String incarnation() {
		return this.life;
	}

	@Override
	public BackendHealth health() {
		return BackendHealth.up(Duration.ZERO);
	}

	@Override
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	@Override
	public Limits limits() {
		return this.limits;
	}

	private record Failure(String operation, Throwable thrown) {

		void fail() {
			if (this.thrown instanceof Error error) {
				throw error;
			}
			throw (RuntimeException) this.thrown;
		}

	}

	private record Hold(String operation, String key, boolean before, AtomicBoolean used, Gate gate) {

		boolean matches(String called, Collection<String> keys, boolean now) {
			return this.before == now && this.operation.equals(called)
					&& keys.stream().anyMatch((each) -> each.endsWith(this.key));
		}

	}

}

package io.cachebridge.test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.ConcurrentRecords;

/**
 * A store in memory that several nodes in one virtual machine share. Give each the same
 * instance, or one {@link FaultyBackend} each around it; closing does nothing.
 * <p>
 * Expired records stay until they are {@linkplain #prune pruned}, as they may in any
 * store. {@link #lose} and {@link #loseEverything} are what happens to a store whose
 * memory is short, or that restarts.
 */
public final class SharedStore implements CacheBackend {

	private static final Set<Capability> CAPABILITIES = Set.of(Capability.CONDITIONAL_PUT, Capability.SHARED,
			Capability.REMOTE, Capability.ENUMERATION, Capability.COUNTER);

	private final Clock clock;

	private final ConcurrentMap<String, StoredRecord> records = new ConcurrentHashMap<>();

	private final ConcurrentRecords stored = new ConcurrentRecords(this.records);

	private final Map<String, Counter> counters = new ConcurrentHashMap<>();

	private final AtomicLong life = new AtomicLong(1);

	/**
	 * Creates an empty store.
	 * @param clock what tells when counters end
	 */
	public SharedStore(Clock clock) {
		this.clock = clock;
	}

	public SharedStore() {
		this(Clock.systemUTC());
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return this.stored.get(key);
	}

	@Override
	public void put(String key, StoredRecord record) {
		this.stored.put(key, record);
	}

	@Override
	public Removal delete(String key) {
		return this.stored.delete(key);
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		return this.stored.putIf(key, seen, next);
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.stored.keys(prefix);
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		Instant now = this.clock.instant();
		return this.counters.compute(key, (unused, counter) -> {
			if (counter == null || counter.isOver(now)) {
				return new Counter(delta, (timeToLive != null) ? now.plus(timeToLive) : null);
			}
			return new Counter(counter.value() + delta, counter.end());
		}).value();
	}

	@Override
	public long prune(Instant now) {
		return this.records.keySet().stream().filter((key) -> removeIfExpired(key, now)).count();
	}

	private boolean removeIfExpired(String key, Instant now) {
		StoredRecord held = this.records.get(key);
		if (held == null || held.expiresAt() == null || !held.expiresAt().isBefore(now)) {
			return false;
		}
		return this.records.remove(key, held);
	}

	/**
	 * Forgets one record, as if it had been dropped for lack of memory.
	 * @param key the key
	 */
	public void lose(String key) {
		this.records.remove(key);
	}

	/**
	 * Forgets everything and begins another {@linkplain #incarnation() life}.
	 */
	public void loseEverything() {
		this.life.incrementAndGet();
		this.records.clear();
		this.counters.clear();
	}

	@Override
	public String incarnation() {
		return String.valueOf(this.life.get());
	}

	@Override
	public BackendHealth health() {
		return BackendHealth.up(Duration.ZERO);
	}

	@Override
	public Set<Capability> capabilities() {
		return CAPABILITIES;
	}

	private record Counter(long value, @Nullable Instant end) {

		boolean isOver(Instant now) {
			return this.end != null && !now.isBefore(this.end);
		}

	}

}

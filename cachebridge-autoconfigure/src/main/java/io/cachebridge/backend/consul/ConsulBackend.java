package io.cachebridge.backend.consul;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.LastCount;
import io.cachebridge.spi.support.RecordFormat;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Stores records in the key-value store of Consul, each as the bytes of
 * {@link RecordFormat}. Consul hands out keys alone or entries as a whole, so an expiry
 * beside the value would save nothing.
 * <p>
 * A put that was not answered in time may still take place, and later than what follows
 * it.
 */
final class ConsulBackend implements CacheBackend {

	/**
	 * Three times as long when escaped, and 64 of them are still one transaction.
	 */
	private static final int LONGEST_KEY = 2048;

	private static final int LARGEST_VALUE = 512 * 1024;

	private static final Limits LIMITS = new Limits(LONGEST_KEY, LARGEST_VALUE - RecordFormat.HEADER_BYTES);

	private static final byte[] NOTHING = new byte[0];

	private static final Set<Capability> CAPABILITIES = Collections
		.unmodifiableSet(EnumSet.of(Capability.CONDITIONAL_PUT, Capability.SHARED, Capability.REMOTE,
				Capability.DURABLE, Capability.ENUMERATION, Capability.COUNTER));

	private final KeyValueStore store;

	private final CacheBridgeConsulProperties settings;

	private final StoreCalls calls;

	private final RecordKeys keys;

	private final ConditionalWrites writes;

	private final ManyRecords many;

	private final LastCount count;

	private final ExpiredEntries expired;

	ConsulBackend(KeyValueStore store, CacheBridgeConsulProperties settings, StoreCalls calls, Clock clock) {
		this.store = store;
		this.settings = settings;
		this.calls = calls;
		this.keys = new RecordKeys(settings.prefix());
		this.writes = new ConditionalWrites(store, calls.backend(), clock);
		this.many = new ManyRecords(store, this.keys);
		this.count = new LastCount(clock, settings.pruneInterval());
		this.expired = new ExpiredEntries(this.many, this.keys, this.count);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		String place = place("get", key);
		KeyValue held = this.calls.call("get", key, () -> this.store.get(place));
		return (held != null) ? ConditionalWrites.read(held) : null;
	}

	@Override
	public void put(String key, StoredRecord record) {
		String place = place("put", key);
		byte[] value = value("put", key, record);
		this.calls.run("put", key, () -> this.store.set(place, value));
	}

	@Override
	public Removal delete(String key) {
		String place = place("delete", key);
		TransactionOutcome outcome = this.calls.call("delete", key,
				() -> this.store.commit(new Transaction().getTree(place).delete(place)));
		KeyValue removed = outcome.entries().get(place);
		return (removed != null && !RecordFormat.readHeader(removed.value()).reservation()) ? Removal.PRESENT
				: Removal.ABSENT;
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		String place = place("putIf", key);
		byte[] value = value("putIf", key, next);
		return this.calls.call("putIf", key, () -> this.writes.putIf(place, seen, next, value));
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		Map<String, String> places = new LinkedHashMap<>();
		keys.forEach((key) -> places.put(key, place("getAll", key)));
		return this.calls.call("getAll", null, () -> this.many.getAll(places));
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		Map<String, byte[]> values = new LinkedHashMap<>();
		records.forEach((key, record) -> values.put(place("putAll", key), value("putAll", key, record)));
		this.calls.run("putAll", null, () -> this.many.putAll(values));
	}

	@Override
	public void deleteAllIf(Map<String, StoredRecord> seen) {
		Map<String, StoredRecord> others = new LinkedHashMap<>();
		List<KeyValue> entries = new ArrayList<>();
		seen.forEach((key, stored) -> {
			OptionalLong index = ConditionalWrites.indexOf(stored);
			if (index.isPresent()) {
				entries.add(new KeyValue(place("deleteAllIf", key), NOTHING, index.getAsLong()));
			}
			else {
				others.put(key, stored);
			}
		});
		this.calls.run("deleteAllIf", null, () -> this.many.deleteUnchanged(entries));
		CacheBackend.super.deleteAllIf(others);
	}

	@Override
	public Stream<String> keys(String prefix) {
		List<String> places = this.calls.call("keys", null, () -> this.store.keys(this.keys.beginning(prefix)));
		return places.stream().flatMap((place) -> Stream.ofNullable(this.keys.read(place)));
	}

	@Override
	public long deleteByPrefix(String prefix) {
		return this.calls.call("deleteByPrefix", null, () -> this.many.deleteByPrefix(prefix));
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		String place = place("increment", key);
		return this.calls.call("increment", key, () -> this.writes.increment(place, delta, timeToLive));
	}

	@Override
	public long prune(Instant now) {
		return this.calls.call("prune", null, () -> this.expired.prune(now));
	}

	@Override
	public BackendStatistics statistics() {
		return this.count.statistics();
	}

	@Override
	public Duration pruneInterval() {
		return this.settings.pruneInterval();
	}

	/**
	 * Asks for the leader first: without one, a read waits for seven seconds.
	 */
	@Override
	public BackendHealth health() {
		return this.calls.health(() -> {
			if (this.store.leader().isEmpty()) {
				throw new BackendUnavailableException(this.calls.backend(), "health", "Consul has no leader", null);
			}
			this.store.get(this.keys.write("health"));
		}).with("address", this.store.address());
	}

	@Override
	public Set<Capability> capabilities() {
		return CAPABILITIES;
	}

	@Override
	public Limits limits() {
		return LIMITS;
	}

	private byte[] value(String operation, String key, StoredRecord record) {
		this.calls.requireFits(operation, key, record, LIMITS.maximumContentBytes());
		return RecordFormat.write(record);
	}

	private String place(String operation, String key) {
		this.calls.requireKeyFits(operation, key, LONGEST_KEY);
		return this.keys.write(key);
	}

}

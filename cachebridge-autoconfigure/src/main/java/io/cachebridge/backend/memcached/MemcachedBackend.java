package io.cachebridge.backend.memcached;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import net.rubyeye.xmemcached.GetsResponse;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.ParallelCalls;
import io.cachebridge.spi.support.RecordFormat;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Stores records in Memcached, each as one item, with the expiry of Memcached itself. A
 * conditional write reads the item, compares, and has the server write only if the item
 * is still the same.
 * <p>
 * Memcached drops what it has no room for, and forgets everything when it ends: records
 * are missing then, never old.
 * <p>
 * A write that was not answered in time may still take place if it had reached the server
 * or the network already: what has not is dropped together with the connection. A
 * conditional write does no harm then, as it still compares; a put can overtake what
 * others wrote meanwhile, until the next write or the end of its time-to-live. Over the
 * client of the application the connection stays, and its queue too.
 */
final class MemcachedBackend implements CacheBackend {

	private static final int LONGEST_KEY = 4096;

	/** What Memcached itself puts to an item, the longest key included, and some more. */
	private static final int ITEM_OVERHEAD = 512;

	private static final int BATCH = 200;

	private static final int PARALLELISM = 8;

	private static final int MOST_ATTEMPTS = 100;

	private final String name;

	private final MemcachedLink link;

	private final String prefix;

	private final long maximumContent;

	private final Clock clock;

	private final StoreCalls calls;

	private final MemcachedItems items;

	private final MemcachedCounter counter;

	private final MemcachedDiagnosis diagnosis;

	private final ParallelCalls parallel;

	private final Set<Capability> capabilities;

	MemcachedBackend(String name, MemcachedLink link, CacheBridgeMemcachedProperties properties, Clock clock) {
		this.name = name;
		this.link = link;
		this.prefix = properties.keyPrefix();
		this.maximumContent = properties.maximumItemSize().toBytes() - ITEM_OVERHEAD - Integer.BYTES - LONGEST_KEY
				- RecordFormat.HEADER_BYTES;
		this.clock = clock;
		this.calls = new StoreCalls(name, new MemcachedFailures(properties.username() != null)::translate);
		this.items = new MemcachedItems(link, this.calls, properties.timeout());
		this.counter = new MemcachedCounter(name, this.items, clock);
		this.diagnosis = new MemcachedDiagnosis(link, this.items, this.calls, properties.timeout());
		this.parallel = new ParallelCalls("cachebridge-" + name, PARALLELISM);
		this.capabilities = capabilitiesOf(link);
	}

	// Where others step in for a server, what they hold is old once it is back
	private static Set<Capability> capabilitiesOf(MemcachedLink link) {
		Set<Capability> capabilities = EnumSet.of(Capability.SHARED, Capability.REMOTE, Capability.DURABLE,
				Capability.COUNTER, Capability.NATIVE_EXPIRY);
		if (link.keysStay()) {
			capabilities.add(Capability.CONDITIONAL_PUT);
		}
		return Collections.unmodifiableSet(capabilities);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		ItemKey item = itemKey("get", key);
		GetsResponse<byte[]> held = this.items.gets("get", key, item);
		return (held != null) ? item.read(held.getValue()) : null;
	}

	@Override
	public void put(String key, StoredRecord record) {
		put("put", key, record);
	}

	private void put(String operation, String key, StoredRecord stored) {
		ItemKey item = itemKey(operation, key);
		byte[] bytes = write(operation, key, item, stored);
		this.items.set(operation, key, item, bytes, secondsOf(stored));
	}

	/**
	 * Cannot tell whether what went had content: who asks first is answered for another
	 * moment.
	 */
	@Override
	public Removal delete(String key) {
		return this.items.delete("delete", key, itemKey("delete", key)) ? Removal.UNKNOWN : Removal.ABSENT;
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		if (!this.capabilities.contains(Capability.CONDITIONAL_PUT)) {
			return CacheBackend.super.putIf(key, seen, next);
		}
		ItemKey item = itemKey("putIf", key);
		byte[] bytes = write("putIf", key, item, next);
		for (int i = 0; i < MOST_ATTEMPTS; i++) {
			if (seen == null && this.items.add("putIf", key, item, bytes, secondsOf(next))) {
				return PutOutcome.applied(next.withToken(null));
			}
			GetsResponse<byte[]> held = this.items.gets("putIf", key, item);
			StoredRecord current = (held != null) ? item.read(held.getValue()) : null;
			if (!StoredRecord.isSame(current, seen)) {
				return PutOutcome.refused(current);
			}
			if (held != null && this.items.replace("putIf", key, item, held, bytes, secondsOf(next))) {
				return PutOutcome.applied(next.withToken(null));
			}
		}
		throw new BackendUnavailableException(this.name, "putIf",
				"others changed the record %d times meanwhile".formatted(MOST_ATTEMPTS), null);
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		new Batches<>(keys.iterator(), BATCH).forEachRemaining((batch) -> {
			Map<String, ItemKey> itemKeys = new LinkedHashMap<>();
			batch.forEach((key) -> itemKeys.put(key, itemKey("getAll", key)));
			Map<String, byte[]> values = this.items.getAll("getAll",
					itemKeys.values().stream().map(ItemKey::text).toList());
			itemKeys.forEach((key, item) -> {
				byte[] bytes = values.get(item.text());
				if (bytes != null) {
					found.put(key, item.read(bytes));
				}
			});
		});
		return found;
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		this.parallel.each(records.entrySet(), (entry) -> put("putAll", entry.getKey(), entry.getValue()));
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		return this.counter.increment(key, itemKey("increment", key), delta, timeToLive);
	}

	@Override
	public BackendHealth health() {
		return this.diagnosis.health();
	}

	@Override
	public @Nullable String incarnation() {
		return this.diagnosis.incarnation();
	}

	@Override
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	@Override
	public Limits limits() {
		return new Limits(LONGEST_KEY, this.maximumContent);
	}

	@Override
	public void close() {
		this.parallel.close();
		this.link.close();
	}

	private ItemKey itemKey(String operation, String key) {
		this.calls.requireKeyFits(operation, key, LONGEST_KEY);
		return ItemKey.of(this.prefix, key);
	}

	// Memcached drops the old item when it finds the new one too large
	private byte[] write(String operation, String key, ItemKey item, StoredRecord stored) {
		this.calls.requireFits(operation, key, stored, this.maximumContent);
		return item.write(stored);
	}

	private int secondsOf(StoredRecord stored) {
		return ItemExpiry.seconds(stored.expiresAt(), this.clock.instant());
	}

}

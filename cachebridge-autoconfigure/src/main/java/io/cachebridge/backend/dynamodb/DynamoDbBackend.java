package io.cachebridge.backend.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Stores records in a table of DynamoDB, each as one item under its own key. DynamoDB
 * drops expired items, days late at times, until when they are handed out.
 */
final class DynamoDbBackend implements CacheBackend {

	/**
	 * What items that are no records begin with. No key of a record does, as the engine
	 * escapes the mark.
	 */
	static final String INTERNAL = "cachebridge#";

	private static final Limits LIMITS = new Limits(ItemFormat.LONGEST_KEY, ItemFormat.LARGEST_CONTENT);

	private final DynamoDbTable table;

	private final StoreCalls calls;

	private final ItemBatches batches;

	private final Counters counters;

	private final Set<Capability> capabilities;

	DynamoDbBackend(DynamoDbTable table, Clock clock) {
		this.table = table;
		this.calls = table.calls();
		this.batches = new ItemBatches(table, table.settings().consistentRead());
		this.counters = new Counters(table, clock);
		Set<Capability> declared = EnumSet.allOf(Capability.class);
		if (!table.settings().consistentRead()) {
			declared.remove(Capability.CONDITIONAL_PUT);
		}
		this.capabilities = Collections.unmodifiableSet(declared);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		requireFits("get", key);
		return recordOrNull(this.calls.call("get", key, () -> this.table.get(key, null)));
	}

	@Override
	public void put(String key, StoredRecord record) {
		Map<String, AttributeValue> item = item("put", key, record);
		this.calls.run("put", key, () -> this.table.writes().put(item));
	}

	@Override
	public Removal delete(String key) {
		requireFits("delete", key);
		return Removal.of(recordOrNull(this.calls.call("delete", key, () -> this.table.writes().delete(key))));
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		if (!this.capabilities.contains(Capability.CONDITIONAL_PUT)) {
			return CacheBackend.super.putIf(key, seen, next);
		}
		Map<String, AttributeValue> item = item("putIf", key, next);
		return this.calls.call("putIf", key, () -> {
			try {
				this.table.writes().putIf(item, Condition.unchangedSince(seen));
				return PutOutcome.applied(next.withToken(null));
			}
			catch (ConditionalCheckFailedException ex) {
				return PutOutcome.refused(recordOrNull(ex.item()));
			}
		});
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		keys.forEach((key) -> requireFits("getAll", key));
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		this.batches.readAll("getAll", keys, null, (item) -> found.put(ItemFormat.keyOf(item), ItemFormat.read(item)));
		return found;
	}

	@Override
	public Map<String, RecordHeader> headers(Collection<String> keys) {
		keys.forEach((key) -> requireFits("headers", key));
		Map<String, RecordHeader> found = new LinkedHashMap<>();
		this.batches.readAll("headers", keys, ItemFormat.HEADER,
				(item) -> found.put(ItemFormat.keyOf(item), ItemFormat.header(item)));
		return found;
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		List<WriteRequest> writes = records.entrySet()
			.stream()
			.map((entry) -> item("putAll", entry.getKey(), entry.getValue()))
			.map((item) -> WriteRequest.builder().putRequest((put) -> put.item(item)).build())
			.toList();
		this.batches.writeAll("putAll", writes);
	}

	@Override
	public void deleteAllIf(Map<String, StoredRecord> seen) {
		if (!this.capabilities.contains(Capability.CONDITIONAL_PUT)) {
			CacheBackend.super.deleteAllIf(seen);
			return;
		}
		this.batches.deleteUnchanged("deleteAllIf", seen);
	}

	@Override
	public Stream<String> keys(String prefix) {
		return KeyScan.pages(this.table, "keys", prefix).flatMap(List::stream);
	}

	@Override
	public long deleteByPrefix(String prefix) {
		long removed = 0;
		Iterator<List<String>> pages = KeyScan.pages(this.table, "deleteByPrefix", prefix).iterator();
		while (pages.hasNext()) {
			List<WriteRequest> deletions = pages.next()
				.stream()
				.map((key) -> WriteRequest.builder().deleteRequest((one) -> one.key(ItemFormat.key(key))).build())
				.toList();
			this.batches.writeAll("deleteByPrefix", deletions);
			removed += deletions.size();
		}
		return removed;
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		requireFits("increment", key);
		return this.calls.call("increment", key, () -> this.counters.increment(key, delta, timeToLive));
	}

	@Override
	public BackendHealth health() {
		return this.calls.health(() -> this.table.get(INTERNAL + "health", ItemFormat.KEY))
			.with("table", this.table.settings().table());
	}

	@Override
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	@Override
	public Limits limits() {
		return LIMITS;
	}

	@Override
	public void close() {
		this.table.close();
	}

	private Map<String, AttributeValue> item(String operation, String key, StoredRecord stored) {
		requireFits(operation, key);
		this.calls.requireFits(operation, key, stored, LIMITS.maximumContentBytes());
		return ItemFormat.write(key, stored);
	}

	private void requireFits(String operation, String key) {
		this.calls.requireKeyFits(operation, key, LIMITS.maximumKeyBytes());
	}

	private static @Nullable StoredRecord recordOrNull(Map<String, AttributeValue> item) {
		return item.isEmpty() ? null : ItemFormat.read(item);
	}

}

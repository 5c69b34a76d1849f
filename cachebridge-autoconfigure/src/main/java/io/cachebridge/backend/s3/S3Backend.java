package io.cachebridge.backend.s3;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Deadline;
import io.cachebridge.spi.support.LastCount;
import io.cachebridge.spi.support.ParallelCalls;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Stores records in a bucket, each as one object. Conditional writes and counters are
 * declared if the store keeps the conditions of writes.
 * <p>
 * A put that was not answered in time may still take place, also after later ones: the
 * store orders writes by when they arrive.
 */
final class S3Backend implements CacheBackend {

	private final Bucket bucket;

	private final CacheBridgeS3Properties settings;

	private final ObjectKeys names;

	private final StoreCalls calls;

	private final ParallelCalls parallel;

	private final ObjectListing listing;

	private final LastCount count;

	private final ExpiredObjects expired;

	private final ObjectWrites writes;

	private final Counters counters;

	private final Conditions conditions;

	private final Set<Capability> capabilities;

	S3Backend(String name, Bucket bucket, CacheBridgeS3Properties settings, Conditions conditions, Clock clock) {
		this.bucket = bucket;
		this.settings = settings;
		this.names = new ObjectKeys(name, settings.prefix());
		this.calls = new StoreCalls(name, bucket.failures()::translate);
		this.parallel = new ParallelCalls("cachebridge-" + name, settings.parallelism());
		this.conditions = conditions;
		this.listing = new ObjectListing(bucket, this.names, this.calls, settings.timeout());
		this.count = new LastCount(clock, settings.pruneInterval());
		this.expired = new ExpiredObjects(settings.prefix(), this.listing,
				new PrunedObjects(bucket, this.calls, settings.timeout(), conditions), this.count);
		this.writes = new ObjectWrites(name, bucket);
		this.counters = new Counters(name, bucket, this.writes, clock);
		this.capabilities = conditions.capabilities();
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return read("get", key, deadline(), this.bucket::get);
	}

	@Override
	public void put(String key, StoredRecord record) {
		put("put", key, record, deadline());
	}

	@Override
	public Removal delete(String key) {
		String object = this.names.name("delete", key);
		this.calls.run("delete", key, () -> this.bucket.delete(object, deadline()));
		return Removal.UNKNOWN;
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		if (!this.capabilities.contains(Capability.CONDITIONAL_PUT)) {
			return CacheBackend.super.putIf(key, seen, next);
		}
		this.calls.requireFits("putIf", key, next, ObjectContent.LARGEST);
		String object = this.names.name("putIf", key);
		return this.calls.call("putIf", key, () -> this.writes.putIf(object, seen, next, deadline()));
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		return readAll("getAll", keys, this.bucket::get);
	}

	@Override
	public Map<String, RecordHeader> headers(Collection<String> keys) {
		return readAll("headers", keys, this.bucket::header);
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		Deadline deadline = this.parallel.deadline(records.size(), this.settings.timeout());
		this.parallel.each(records.entrySet(),
				(entry) -> put("putAll", entry.getKey(), entry.getValue(), part(deadline)));
	}

	@Override
	public void deleteAllIf(Map<String, StoredRecord> seen) {
		Map<String, StoredRecord> others = this.conditions.deletions() ? this.listing.deleteAllIf(seen) : seen;
		this.parallel.each(others.entrySet(),
				(entry) -> CacheBackend.super.deleteAllIf(Map.of(entry.getKey(), entry.getValue())));
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.listing.keys(prefix);
	}

	@Override
	public long deleteByPrefix(String prefix) {
		return this.listing.deleteByPrefix(prefix);
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		if (!this.capabilities.contains(Capability.COUNTER)) {
			return CacheBackend.super.increment(key, delta, timeToLive);
		}
		String object = this.names.name("increment", key);
		return this.calls.call("increment", key, () -> this.counters.increment(object, delta, timeToLive, deadline()));
	}

	@Override
	public long prune(Instant now) {
		return this.expired.prune(now);
	}

	@Override
	public Duration pruneInterval() {
		return this.settings.pruneInterval();
	}

	/**
	 * Lists one object, because asking for the bucket alone is answered without a reason
	 * if it fails.
	 */
	@Override
	public BackendHealth health() {
		return this.calls.health(() -> this.bucket.list(this.settings.prefix(), null, 1, deadline()))
			.with("bucket", this.bucket.name());
	}

	@Override
	public BackendStatistics statistics() {
		return this.count.statistics();
	}

	@Override
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	@Override
	public Limits limits() {
		return new Limits(this.names.longestKey(), ObjectContent.LARGEST);
	}

	@Override
	public void close() {
		this.expired.close();
		this.parallel.close();
		this.bucket.close();
	}

	private Deadline deadline() {
		return Deadline.in(this.settings.timeout());
	}

	private Deadline part(Deadline ofAll) {
		return ofAll.within(this.settings.timeout());
	}

	private <T> @Nullable T read(String operation, String key, Deadline deadline,
			BiFunction<String, Deadline, @Nullable T> call) {
		String object = this.names.name(operation, key);
		return this.calls.call(operation, key, () -> call.apply(object, deadline));
	}

	private <T> Map<String, T> readAll(String operation, Collection<String> keys,
			BiFunction<String, Deadline, @Nullable T> call) {
		Deadline deadline = this.parallel.deadline(keys.size(), this.settings.timeout());
		return this.parallel.found(keys, (key) -> read(operation, key, part(deadline), call));
	}

	private void put(String operation, String key, StoredRecord stored, Deadline deadline) {
		this.calls.requireFits(operation, key, stored, ObjectContent.LARGEST);
		String object = this.names.name(operation, key);
		this.calls.run(operation, key, () -> this.writes.put(object, stored, deadline));
	}

}

package io.cachebridge.backend.s3;

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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Batches;
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

	private static final int MOST_DELETIONS = 1000;

	private final Bucket bucket;

	private final CacheBridgeS3Properties settings;

	private final ObjectKeys names;

	private final StoreCalls calls;

	private final ParallelCalls parallel;

	private final ObjectListing listing;

	private final LastCount count;

	private final ExpiredObjects expired;

	private final ConditionalWrites writes;

	private final Counters counters;

	private final Set<Capability> capabilities;

	S3Backend(String name, Bucket bucket, CacheBridgeS3Properties settings, boolean conditional, Clock clock) {
		this.bucket = bucket;
		this.settings = settings;
		this.names = new ObjectKeys(name, settings.prefix());
		this.calls = new StoreCalls(name, bucket.failures()::translate);
		this.parallel = new ParallelCalls("cachebridge-" + name, settings.parallelism());
		this.listing = new ObjectListing(bucket, this.names, this.calls);
		this.count = new LastCount(clock, settings.pruneInterval());
		this.expired = new ExpiredObjects(bucket, settings.prefix(), this.listing, this.parallel, this.calls,
				this.count);
		this.writes = new ConditionalWrites(name, bucket, settings.timeout());
		this.counters = new Counters(name, bucket, this.writes, clock);
		this.capabilities = capabilities(conditional);
	}

	private static Set<Capability> capabilities(boolean conditional) {
		Set<Capability> capabilities = EnumSet.of(Capability.SHARED, Capability.REMOTE, Capability.DURABLE,
				Capability.ENUMERATION);
		if (conditional) {
			capabilities.addAll(EnumSet.of(Capability.CONDITIONAL_PUT, Capability.COUNTER));
		}
		return Collections.unmodifiableSet(capabilities);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return read("get", key, this.bucket::get);
	}

	@Override
	public void put(String key, StoredRecord record) {
		put("put", key, record);
	}

	@Override
	public Removal delete(String key) {
		String object = this.names.name("delete", key);
		this.calls.run("delete", key, () -> this.bucket.delete(object));
		return Removal.UNKNOWN;
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		if (!this.capabilities.contains(Capability.CONDITIONAL_PUT)) {
			return CacheBackend.super.putIf(key, seen, next);
		}
		this.calls.requireFits("putIf", key, next, ObjectContent.LARGEST);
		String object = this.names.name("putIf", key);
		return this.calls.call("putIf", key, () -> this.writes.putIf(object, seen, next));
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
		this.parallel.each(records.entrySet(), (entry) -> put("putAll", entry.getKey(), entry.getValue()));
	}

	@Override
	public void deleteAllIf(Map<String, StoredRecord> seen) {
		Map<String, StoredRecord> others = new LinkedHashMap<>();
		List<ObjectIdentifier> objects = new ArrayList<>();
		seen.forEach((key, stored) -> {
			if (this.capabilities.contains(Capability.CONDITIONAL_PUT) && stored.token() instanceof EntityTag tag) {
				objects
					.add(ObjectIdentifier.builder().key(this.names.name("deleteAllIf", key)).eTag(tag.value()).build());
			}
			else {
				others.put(key, stored);
			}
		});
		new Batches<>(objects.iterator(), MOST_DELETIONS)
			.forEachRemaining((batch) -> this.listing.delete("deleteAllIf", batch));
		CacheBackend.super.deleteAllIf(others);
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
		return this.calls.call("increment", key, () -> this.counters.increment(object, delta, timeToLive));
	}

	@Override
	public long prune(Instant now) {
		return this.expired.prune(now);
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
	 * Lists one object, because asking for the bucket alone is answered without a reason
	 * if it fails.
	 */
	@Override
	public BackendHealth health() {
		return this.calls.health(() -> this.bucket.list(this.settings.prefix(), null, 1))
			.with("bucket", this.bucket.name());
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
		this.parallel.close();
		this.bucket.close();
	}

	private <T> @Nullable T read(String operation, String key, Function<String, @Nullable T> call) {
		String object = this.names.name(operation, key);
		return this.calls.call(operation, key, () -> call.apply(object));
	}

	private <T> Map<String, T> readAll(String operation, Collection<String> keys, Function<String, @Nullable T> call) {
		List<String> all = List.copyOf(keys);
		List<@Nullable T> answers = this.parallel.map(all, (key) -> read(operation, key, call));
		Map<String, T> found = new LinkedHashMap<>();
		for (int i = 0; i < all.size(); i++) {
			T answer = answers.get(i);
			if (answer != null) {
				found.put(all.get(i), answer);
			}
		}
		return found;
	}

	private void put(String operation, String key, StoredRecord stored) {
		this.calls.requireFits(operation, key, stored, ObjectContent.LARGEST);
		String object = this.names.name(operation, key);
		this.calls.run(operation, key, () -> this.bucket.put(object, stored, WriteCondition.NONE));
	}

}

package io.cachebridge.backend.http;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.Deadline;
import io.cachebridge.spi.support.ParallelCalls;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Stores records on a server, each as the body of one resource.
 * <p>
 * A put that was not answered in time may still take place after later ones, unless the
 * server notices that its connection is gone.
 */
final class HttpBackend implements CacheBackend {

	private static final int DELETED_AT_ONCE = 200;

	/** Nothing need be there. */
	private static final String HEALTH_KEY = "cachebridge:health";

	private final HttpStore store;

	private final StoreCalls calls;

	private final Set<Capability> capabilities;

	private final Puts puts;

	private final @Nullable KeyListing listing;

	private final ParallelCalls parallel;

	HttpBackend(HttpStore store, StoreCalls calls, Set<Capability> capabilities, @Nullable KeyListing listing,
			int parallelism) {
		this.store = store;
		this.calls = calls;
		this.capabilities = Set.copyOf(capabilities);
		this.puts = new Puts(store);
		this.listing = listing;
		this.parallel = new ParallelCalls("cachebridge-http", parallelism);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return read("get", key, this.store.deadline());
	}

	@Override
	public void put(String key, StoredRecord record) {
		requireFits("put", key, record);
		write("put", key, record, this.store.deadline());
	}

	@Override
	public Removal delete(String key) {
		return remove("delete", key, this.store.deadline());
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		if (!this.capabilities.contains(Capability.CONDITIONAL_PUT)) {
			return CacheBackend.super.putIf(key, seen, next);
		}
		requireFits("putIf", key, next);
		return this.calls.call("putIf", key, () -> this.puts.putIf(key, seen, next, this.store.deadline()));
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		Deadline deadline = deadline(keys.size());
		return this.parallel.found(keys, (key) -> read("getAll", key, part(deadline)));
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		records.forEach((key, stored) -> requireFits("putAll", key, stored));
		Deadline deadline = deadline(records.size());
		this.parallel.each(records.entrySet(),
				(entry) -> write("putAll", entry.getKey(), entry.getValue(), part(deadline)));
	}

	@Override
	public Stream<String> keys(String prefix) {
		return (this.listing != null) ? this.listing.keys(prefix) : CacheBackend.super.keys(prefix);
	}

	@Override
	public long deleteByPrefix(String prefix) {
		long count = 0;
		try (Stream<String> keys = keys(prefix)) {
			Batches<String> batches = new Batches<>(keys.iterator(), DELETED_AT_ONCE);
			while (batches.hasNext()) {
				Deadline deadline = deadline(DELETED_AT_ONCE);
				count += this.parallel.map(batches.next(), (key) -> remove("deleteByPrefix", key, part(deadline)))
					.stream()
					.filter((removal) -> removal != Removal.ABSENT)
					.count();
			}
		}
		return count;
	}

	@Override
	public BackendHealth health() {
		return this.calls.health(() -> this.store.get("health", HEALTH_KEY, this.store.deadline()))
			.with("server", this.store.failures().server())
			.with("compareAndSet", this.capabilities.contains(Capability.CONDITIONAL_PUT));
	}

	@Override
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	@Override
	public Limits limits() {
		return new Limits(this.store.maximumKeyBytes(), this.store.maximumContentBytes());
	}

	private Deadline deadline(int calls) {
		return this.parallel.deadline(calls, this.store.timeout());
	}

	private Deadline part(Deadline ofAll) {
		return ofAll.within(this.store.timeout());
	}

	private @Nullable StoredRecord read(String operation, String key, Deadline deadline) {
		return this.calls.call(operation, key, () -> this.store.get(operation, key, deadline));
	}

	private void write(String operation, String key, StoredRecord stored, Deadline deadline) {
		this.calls.run(operation, key, () -> this.puts.put(operation, key, stored, deadline));
	}

	// That something is deleted does not tell what it was; that nothing is left may be
	// the work of a request that was made before
	private Removal remove(String operation, String key, Deadline deadline) {
		HttpAnswer answer = this.calls.call(operation, key, () -> this.store.delete(operation, key, deadline));
		return (answer.isMissing() && !answer.repeated()) ? Removal.ABSENT : Removal.UNKNOWN;
	}

	private void requireFits(String operation, String key, StoredRecord stored) {
		this.calls.requireFits(operation, key, stored, this.store.maximumContentBytes());
	}

	@Override
	public void close() {
		this.parallel.close();
		this.store.close();
	}

}

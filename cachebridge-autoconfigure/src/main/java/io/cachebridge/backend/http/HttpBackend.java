package io.cachebridge.backend.http;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
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

	private final ConditionalPuts conditionalPuts;

	private final @Nullable KeyListing listing;

	private final ParallelCalls parallel;

	HttpBackend(HttpStore store, StoreCalls calls, Set<Capability> capabilities, @Nullable KeyListing listing,
			int parallelism) {
		this.store = store;
		this.calls = calls;
		this.capabilities = Set.copyOf(capabilities);
		this.conditionalPuts = new ConditionalPuts(store);
		this.listing = listing;
		this.parallel = new ParallelCalls("cachebridge-http", parallelism);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return read("get", key);
	}

	@Override
	public void put(String key, StoredRecord record) {
		requireFits("put", key, record);
		write("put", key, record);
	}

	@Override
	public Removal delete(String key) {
		return remove("delete", key);
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		if (!this.capabilities.contains(Capability.CONDITIONAL_PUT)) {
			return CacheBackend.super.putIf(key, seen, next);
		}
		requireFits("putIf", key, next);
		return this.calls.call("putIf", key, () -> this.conditionalPuts.putIf(key, seen, next, this.store.deadline()));
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		List<String> asked = List.copyOf(keys);
		List<@Nullable StoredRecord> answers = this.parallel.map(asked, (key) -> read("getAll", key));
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		for (int i = 0; i < asked.size(); i++) {
			StoredRecord stored = answers.get(i);
			if (stored != null) {
				found.put(asked.get(i), stored);
			}
		}
		return found;
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		records.forEach((key, stored) -> requireFits("putAll", key, stored));
		this.parallel.each(records.entrySet(), (entry) -> write("putAll", entry.getKey(), entry.getValue()));
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
				count += this.parallel.map(batches.next(), (key) -> remove("deleteByPrefix", key))
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

	private @Nullable StoredRecord read(String operation, String key) {
		return this.calls.call(operation, key, () -> this.store.get(operation, key, this.store.deadline()));
	}

	private void write(String operation, String key, StoredRecord stored) {
		this.calls.run(operation, key, () -> this.store.put(operation, key, stored, this.store.deadline()));
	}

	// That something is deleted does not tell what it was; that nothing is left may be
	// the work of a request that was made before
	private Removal remove(String operation, String key) {
		HttpAnswer answer = this.calls.call(operation, key,
				() -> this.store.delete(operation, key, this.store.deadline()));
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

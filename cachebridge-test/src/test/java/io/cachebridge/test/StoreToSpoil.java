package io.cachebridge.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

/**
 * A backend without defects, for subclasses that each have one.
 */
class StoreToSpoil implements CacheBackend {

	final SharedStore store = new SharedStore();

	@Override
	public @Nullable StoredRecord get(String key) {
		return this.store.get(key);
	}

	@Override
	public void put(String key, StoredRecord record) {
		this.store.put(key, record);
	}

	@Override
	public Removal delete(String key) {
		return this.store.delete(key);
	}

	@Override
	public BackendHealth health() {
		return this.store.health();
	}

	@Override
	public Set<Capability> capabilities() {
		return this.store.capabilities();
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		return this.store.putIf(key, seen, next);
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.store.keys(prefix);
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		return this.store.increment(key, delta, timeToLive);
	}

	@Override
	public long prune(Instant now) {
		return this.store.prune(now);
	}

}

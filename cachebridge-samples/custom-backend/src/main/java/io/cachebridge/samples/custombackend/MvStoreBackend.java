package io.cachebridge.samples.custombackend;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.RecordFormat;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Keeps records in the file of an {@link MVStore}, which one process has open at a time.
 */
final class MvStoreBackend implements CacheBackend {

	private final MVMap<String, byte[]> records;

	private final StoreCalls calls;

	MvStoreBackend(String name, MVStore store) {
		this.records = store.openMap(name, new MVMap.Builder<String, byte[]>().keyType(StringDataType.INSTANCE)
			.valueType(ByteArrayDataType.INSTANCE));
		this.calls = new StoreCalls(name, (backend, operation, key, failure) -> new BackendUnavailableException(backend,
				operation, "the file cannot be used: " + failure.getMessage(), failure));
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		byte[] held = this.calls.<byte @Nullable []>call("get", key, () -> ifOpen().get(key));
		return (held != null) ? RecordFormat.read(held) : null;
	}

	@Override
	public void put(String key, StoredRecord record) {
		write("put", key, () -> ifOpen().put(key, RecordFormat.write(record)));
	}

	@Override
	public Removal delete(String key) {
		byte[] removed = write("delete", key, () -> ifOpen().remove(key));
		return Removal.of((removed != null) ? RecordFormat.read(removed) : null);
	}

	@Override
	public BackendHealth health() {
		return this.calls.health(this::ifOpen);
	}

	@Override
	public Set<Capability> capabilities() {
		return Set.of(Capability.DURABLE);
	}

	@Override
	public long prune(Instant now) {
		return this.calls.call("prune", null,
				() -> ifOpen().entrySet()
					.stream()
					.filter((held) -> Objects
						.requireNonNullElse(RecordFormat.readHeader(held.getValue()).expiresAt(), Instant.MAX)
						.isBefore(now) && this.records.remove(held.getKey(), held.getValue()))
					.limit(500)
					.count());
	}

	@Override
	public Duration pruneInterval() {
		return Duration.ofMinutes(1);
	}

	// Waits for the file, so that a process that is killed loses no eviction
	private <T extends @Nullable Object> T write(String operation, String key, Callable<T> change) {
		return this.calls.call(operation, key, () -> {
			T before = change.call();
			this.records.getStore().commit();
			return before;
		});
	}

	private MVMap<String, byte[]> ifOpen() {
		Assert.state(!this.records.getStore().isClosed(), "it is closed");
		return this.records;
	}

}

package io.cachebridge.spi.support;

import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

/**
 * Keeps the promises of a {@link io.cachebridge.spi.CacheBackend} over a concurrent map,
 * for stores that live in this process.
 */
public final class ConcurrentRecords {

	private final ConcurrentMap<String, StoredRecord> records;

	/**
	 * Creates a view of a map.
	 * @param records the map, which may drop records by itself
	 */
	public ConcurrentRecords(ConcurrentMap<String, StoredRecord> records) {
		this.records = records;
	}

	public @Nullable StoredRecord get(String key) {
		return this.records.get(key);
	}

	public void put(String key, StoredRecord stored) {
		this.records.put(key, stored.withToken(null));
	}

	public Removal delete(String key) {
		return Removal.of(this.records.remove(key));
	}

	/**
	 * Writes a record only if exactly what was seen is still there.
	 * @param key the key
	 * @param seen what was seen, {@code null} for nothing
	 * @param next the record to write
	 * @return what became of it
	 */
	@SuppressWarnings("ReferenceEquality") // an equal record may be there already
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		StoredRecord written = next.withToken(null);
		StoredRecord held = this.records.compute(key,
				(same, current) -> StoredRecord.isSame(current, seen) ? written : current);
		return (held == written) ? PutOutcome.applied(written) : PutOutcome.refused(held);
	}

	/**
	 * Lists keys.
	 * @param prefix what they begin with
	 * @return the keys
	 */
	public Stream<String> keys(String prefix) {
		return this.records.keySet().stream().filter((key) -> key.startsWith(prefix));
	}

}

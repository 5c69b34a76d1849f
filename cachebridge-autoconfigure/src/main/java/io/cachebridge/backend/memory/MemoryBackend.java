package io.cachebridge.backend.memory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.ConcurrentRecords;

/**
 * Keeps records in the memory of this process, up to a number of them; beyond it those
 * least likely to be used again go first, whatever their expiry.
 * <p>
 * A counter is held as a record of foreign bytes, its digits, among the others: the bound
 * holds for both together, and a counter that had to go starts again at zero.
 */
final class MemoryBackend implements CacheBackend {

	private static final Set<Capability> CAPABILITIES = Set.of(Capability.CONDITIONAL_PUT, Capability.ENUMERATION,
			Capability.COUNTER, Capability.NATIVE_EXPIRY);

	private final String name;

	private final InstantSource clock;

	private final ConcurrentMap<String, StoredRecord> records;

	private final ConcurrentRecords stored;

	MemoryBackend(String name, long maximumSize, InstantSource clock) {
		this.name = name;
		this.clock = clock;
		// The calling thread does the little work of evicting: nothing runs when nobody
		// calls, and a full store is never over its bound for long
		this.records = Caffeine.newBuilder()
			.maximumSize(maximumSize)
			.expireAfter(new RecordExpiry())
			.ticker(() -> RecordExpiry.nanoseconds(clock.instant()))
			.executor(Runnable::run)
			.<String, StoredRecord>build()
			.asMap();
		this.stored = new ConcurrentRecords(this.records);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return this.stored.get(key);
	}

	@Override
	public void put(String key, StoredRecord record) {
		this.stored.put(key, record);
	}

	@Override
	public Removal delete(String key) {
		return this.stored.delete(key);
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		return this.stored.putIf(key, seen, next);
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.stored.keys(prefix);
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		StoredRecord counter = this.records.compute(key, (unused, current) -> (current != null)
				? counter(value(current) + delta, current) : counter(delta, timeToLive));
		return value(counter);
	}

	private StoredRecord counter(long value, @Nullable Duration timeToLive) {
		return StoredRecord.of(digits(value), Version.NONE,
				(timeToLive != null) ? this.clock.instant().plus(timeToLive) : null);
	}

	private static StoredRecord counter(long value, StoredRecord previous) {
		return StoredRecord.of(digits(value), Version.NONE, previous.expiresAt());
	}

	private static byte[] digits(long value) {
		return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
	}

	private long value(StoredRecord counter) {
		byte[] digits = counter.content();
		try {
			return Long.parseLong(new String((digits != null) ? digits : new byte[0], StandardCharsets.US_ASCII));
		}
		catch (NumberFormatException ex) {
			throw new BackendRejectedException(this.name, "increment", "what is there is not a counter", null);
		}
	}

	@Override
	public BackendStatistics statistics() {
		return new BackendStatistics((long) this.records.size(), null);
	}

	@Override
	public BackendHealth health() {
		return BackendHealth.up(Duration.ZERO).with("records", this.records.size());
	}

	@Override
	public Set<Capability> capabilities() {
		return CAPABILITIES;
	}

}

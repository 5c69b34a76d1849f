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
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

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
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return this.records.get(key);
	}

	@Override
	public void put(String key, StoredRecord record) {
		this.records.put(key, record.withToken(null));
	}

	@Override
	public Removal delete(String key) {
		StoredRecord removed = this.records.remove(key);
		return (removed != null && !removed.isReservation()) ? Removal.PRESENT : Removal.ABSENT;
	}

	@Override
	@SuppressWarnings("ReferenceEquality") // an equal record may be there already
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		StoredRecord written = next.withToken(null);
		StoredRecord held = this.records.compute(key, (unused, current) -> isSame(current, seen) ? written : current);
		return (held == written) ? PutOutcome.applied(written) : PutOutcome.refused(held);
	}

	private static boolean isSame(@Nullable StoredRecord current, @Nullable StoredRecord seen) {
		if (current == null || seen == null) {
			return current == null && seen == null;
		}
		return current.version().equals(seen.version());
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.records.keySet().stream().filter((key) -> key.startsWith(prefix));
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
	public BackendHealth health() {
		return BackendHealth.up(Duration.ZERO).with("records", this.records.size());
	}

	@Override
	public Set<Capability> capabilities() {
		return CAPABILITIES;
	}

}

package io.cachebridge.backend.tiered;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;

/**
 * A far backend, which decides what is stored, behind a near one, which holds copies of
 * what was read. A write goes to the far backend and then removes the copy, so that the
 * pair promises what the far backend promises: {@link NearReads} tells why a read never
 * finds a copy that is older than an acknowledged write.
 * <p>
 * The two backends belong to whoever gave them, who closes them and has them pruned.
 */
final class TieredBackend implements CacheBackend {

	private static final String NO_LIFE = String.valueOf((Object) null);

	private final String name;

	private final NearCopies copies;

	private final NearReads reads;

	private final CacheBackend near;

	private final CacheBackend far;

	private volatile @Nullable String nearLife;

	TieredBackend(String name, NearCopies copies, CacheBackend far) {
		this.name = name;
		this.copies = copies;
		this.reads = NearReads.of(copies, far);
		this.near = copies.backend();
		this.far = far;
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return getAll(List.of(key)).get(key);
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		return this.reads.getAll(keys);
	}

	@Override
	public Map<String, RecordHeader> headers(Collection<String> keys) {
		return this.far.headers(keys);
	}

	@Override
	public void put(String key, StoredRecord record) {
		write("put", List.of(key), () -> {
			this.far.put(key, record);
			return record;
		});
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		write("putAll", records.keySet(), () -> {
			this.far.putAll(records);
			return records;
		});
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		return write("putIf", List.of(key), () -> this.far.putIf(key, seen, next));
	}

	@Override
	public Removal delete(String key) {
		return write("delete", List.of(key), () -> this.far.delete(key));
	}

	@Override
	public void deleteAllIf(Map<String, StoredRecord> seen) {
		write("deleteAllIf", seen.keySet(), () -> {
			this.far.deleteAllIf(seen);
			return seen;
		});
	}

	// Who is told that a write was refused may go on as if nothing had happened
	private <T> T write(String operation, Collection<String> keys, Supplier<T> write) {
		T answer;
		try {
			answer = write.get();
		}
		catch (RuntimeException | Error ex) {
			try {
				this.reads.forget(keys);
			}
			catch (CacheBackendException second) {
				ex.addSuppressed(second);
			}
			throw ex;
		}
		try {
			this.reads.forget(keys);
			return answer;
		}
		catch (CacheBackendException ex) {
			throw new BackendUnavailableException(this.name, operation,
					"the far backend has taken the write, but an old copy may live on in the near one: "
							+ ex.getMessage(),
					ex);
		}
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.far.keys(prefix);
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		return this.far.increment(key, delta, timeToLive);
	}

	@Override
	public long prune(Instant now) {
		return this.far.prune(now) + this.near.prune(now);
	}

	/**
	 * Tells what the far backend holds. What is too large for the near one is not copied.
	 */
	@Override
	public Limits limits() {
		return this.far.limits();
	}

	@Override
	public BackendStatistics statistics() {
		return this.far.statistics();
	}

	/**
	 * Changes with the life of either. While the near backend is away its last known life
	 * counts.
	 */
	@Override
	public @Nullable String incarnation() {
		String farLife = this.far.incarnation();
		String nearLife = this.copies.orNull("tell its life", () -> String.valueOf(this.near.incarnation()));
		if (nearLife != null) {
			this.nearLife = nearLife;
		}
		String known = this.nearLife;
		boolean tells = known != null && (farLife != null || !known.equals(NO_LIFE));
		return tells ? farLife + "/" + known : null;
	}

	@Override
	public BackendHealth health() {
		BackendHealth farHealth = this.far.health();
		BackendHealth nearHealth = this.near.health();
		boolean degraded = farHealth.status() == BackendHealth.Status.UP
				&& nearHealth.status() != BackendHealth.Status.UP;
		return new BackendHealth(degraded ? BackendHealth.Status.DEGRADED : farHealth.status(), farHealth.latency(),
				farHealth.details())
			.with("near", nearHealth.status().name());
	}

	@Override
	public Set<Capability> capabilities() {
		return this.far.capabilities();
	}

	@Override
	public void close() {
		this.copies.close();
	}

}

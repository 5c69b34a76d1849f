package io.cachebridge.backend.tiered;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/**
 * A far backend, which decides what is stored, behind a near one, which holds copies of
 * what was read. A write goes to the far backend and then removes the copy, so that the
 * pair promises what the far backend promises: {@link NearReads} tells why a read never
 * finds a copy that is older than an acknowledged write.
 * <p>
 * The two backends belong to whoever gave them.
 */
final class TieredBackend implements CacheBackend {

	private final NearReads reads;

	private final CacheBackend near;

	private final CacheBackend far;

	TieredBackend(NearCopies copies, CacheBackend far) {
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
		try {
			this.far.put(key, record);
		}
		finally {
			this.reads.forget(key);
		}
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		try {
			this.far.putAll(records);
		}
		finally {
			records.keySet().forEach(this.reads::forget);
		}
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		try {
			return this.far.putIf(key, seen, next);
		}
		finally {
			this.reads.forget(key);
		}
	}

	@Override
	public Removal delete(String key) {
		try {
			return this.far.delete(key);
		}
		finally {
			this.reads.forget(key);
		}
	}

	@Override
	public void deleteAllIf(Map<String, StoredRecord> seen) {
		try {
			this.far.deleteAllIf(seen);
		}
		finally {
			seen.keySet().forEach(this.reads::forget);
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

	@Override
	public Duration pruneInterval() {
		List<Duration> intervals = new ArrayList<>(List.of(this.near.pruneInterval(), this.far.pruneInterval()));
		intervals.removeIf(Duration::isZero);
		return intervals.isEmpty() ? Duration.ZERO : Collections.min(intervals);
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

	@Override
	public @Nullable String incarnation() {
		String farLife = this.far.incarnation();
		String nearLife = this.near.incarnation();
		return (farLife != null || nearLife != null) ? farLife + "/" + nearLife : null;
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
		Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
		capabilities.addAll(this.far.capabilities());
		if (!this.near.capabilities().contains(Capability.NATIVE_EXPIRY)) {
			capabilities.remove(Capability.NATIVE_EXPIRY);
		}
		return Collections.unmodifiableSet(capabilities);
	}

}

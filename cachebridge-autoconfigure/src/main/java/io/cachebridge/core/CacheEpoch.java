package io.cachebridge.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * The identity of the current generation of a cache: the version of a record of its own
 * in the store. A value counts only under the epoch it was loaded under, so replacing the
 * record clears the cache in one write. If the record is lost a new one takes its place:
 * misses, never a value back from the dead.
 * <p>
 * A node remembers the epoch it read for as long as it would hear of a change. It never
 * takes one from a message or from its own write: whatever raises the log makes the epoch
 * unknown, and the next read fetches it together with its record.
 */
final class CacheEpoch {

	private static final byte[] EMPTY = new byte[0];

	private final String key;

	private final BackendCalls store;

	private final VersionSource versions;

	private final InvalidationLog log;

	private final boolean remembered;

	private final Runnable onCreated;

	private volatile @Nullable Known known;

	CacheEpoch(String key, BackendCalls store, VersionSource versions, InvalidationLog log, boolean remembered,
			Runnable onCreated) {
		this.key = key;
		this.store = store;
		this.versions = versions;
		this.log = log;
		this.remembered = remembered;
		this.onCreated = onCreated;
	}

	String key() {
		return this.key;
	}

	/**
	 * Returns the epoch if this node knows it.
	 * @return the epoch, or {@code null} if it must be fetched
	 */
	@Nullable Version known() {
		Known last = this.known;
		return (last != null && last.ticket() >= this.log.floor()) ? last.epoch() : null;
	}

	/**
	 * Remembers an epoch that was read.
	 * @param held the record that was read, {@code null} if there is none
	 * @param ticket a ticket taken before the read
	 * @return the epoch, or {@code null} if the cache has none
	 */
	@Nullable Version fetched(@Nullable StoredRecord held, long ticket) {
		if (held == null) {
			this.known = null;
			return null;
		}
		if (this.remembered) {
			this.known = new Known(held.version(), ticket);
		}
		return held.version();
	}

	/**
	 * Returns the epoch for a write, fetched or created if need be.
	 * @return the epoch, or {@code null} if the store does not answer
	 */
	@Nullable Version forWrite() {
		Version epoch = known();
		if (epoch != null) {
			return epoch;
		}
		long ticket = this.log.ticket();
		Map<String, StoredRecord> held = read();
		if (held == null) {
			return null;
		}
		epoch = fetched(held.get(this.key), ticket);
		return (epoch != null) ? epoch : create();
	}

	/**
	 * Returns the epoch that the store holds now.
	 * @return the epoch, or {@code null} if there is none or the store does not answer
	 */
	@Nullable Version fetch() {
		long ticket = this.log.ticket();
		Map<String, StoredRecord> held = read();
		return (held != null) ? fetched(held.get(this.key), ticket) : null;
	}

	private @Nullable Map<String, StoredRecord> read() {
		return this.store.call("getAll", (backend) -> backend.getAll(List.of(this.key)));
	}

	/**
	 * Creates the epoch of a cache that has none, unless another node is faster.
	 * @return the epoch, or {@code null} if the store does not answer
	 */
	@Nullable Version create() {
		StoredRecord created = newEpoch();
		if (!this.store.supports(Capability.CONDITIONAL_PUT)) {
			return replace(created) ? created.version() : null;
		}
		PutOutcome outcome = this.store.call("putIf", (backend) -> backend.putIf(this.key, null, created));
		if (outcome == null) {
			return null;
		}
		if (outcome.applied()) {
			this.onCreated.run();
			return created.version();
		}
		StoredRecord current = outcome.current();
		return (current != null) ? current.version() : null;
	}

	/**
	 * Begins a new generation: whatever was stored before counts no more.
	 * @return whether the store has acknowledged it
	 */
	boolean replace() {
		return replace(newEpoch());
	}

	private boolean replace(StoredRecord next) {
		return Objects.requireNonNullElse(this.store.call("put", (backend) -> {
			backend.put(this.key, next);
			return Boolean.TRUE;
		}), Boolean.FALSE);
	}

	private StoredRecord newEpoch() {
		return StoredRecord.of(EMPTY, this.versions.next(), null);
	}

	private record Known(Version epoch, long ticket) {

	}

}

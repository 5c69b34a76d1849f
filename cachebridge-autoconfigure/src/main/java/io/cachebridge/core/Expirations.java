package io.cachebridge.core;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.Capability;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

/**
 * Ends the time-to-live of values before it is over. They are not served any more, but
 * stay where they are until the store drops them.
 * <p>
 * Whatever a load may have seen is replaced by something of another version, so that a
 * load which is under way is not stored. A store without conditional writes cannot do so
 * without taking away what is written meanwhile: there the value is removed.
 */
final class Expirations {

	/** More than contention explains: then the value is removed. */
	private static final int ATTEMPTS = 100;

	private final BackendCalls store;

	private final KeyLayout layout;

	private final RecordReader reader;

	private final VersionSource versions;

	private final Clock clock;

	private final RemoteTier remote;

	Expirations(BackendCalls store, KeyLayout layout, RecordReader reader, VersionSource versions, Clock clock,
			RemoteTier remote) {
		this.store = store;
		this.layout = layout;
		this.reader = reader;
		this.versions = versions;
		this.clock = clock;
		this.remote = remote;
	}

	/**
	 * Makes a value stale.
	 * @param key the key
	 * @return {@code true}, or {@code null} if the store does not answer
	 */
	@Nullable Boolean expire(EntryKey key) {
		if (!this.store.supports(Capability.CONDITIONAL_PUT)) {
			return delete(key);
		}
		return this.remote.inTurns(List.of(key), () -> replace(key));
	}

	private @Nullable Boolean replace(EntryKey key) {
		String place = this.layout.record(key);
		Map<String, StoredRecord> found = this.store.call("getAll", (backend) -> backend.getAll(List.of(place)));
		if (found == null) {
			return null;
		}
		StoredRecord held = found.get(place);
		for (int attempt = 0; attempt < ATTEMPTS && held != null; attempt++) {
			StoredRecord seen = held;
			StoredRecord next = stale(key, seen);
			if (next == null) {
				return delete(key);
			}
			PutOutcome outcome = this.store.call("putIf", (backend) -> backend.putIf(place, seen, next));
			if (outcome == null || outcome.applied()) {
				return (outcome != null) ? Boolean.TRUE : null;
			}
			// Perhaps a load from before, which has been faster
			held = outcome.current();
		}
		return (held != null) ? delete(key) : Boolean.TRUE;
	}

	private @Nullable StoredRecord stale(EntryKey key, StoredRecord seen) {
		if (seen.isReservation()) {
			return StoredRecord.reservation(this.versions.next(), this.clock.instant());
		}
		Envelope envelope = this.reader.open(key, seen).envelope();
		return (envelope != null) ? StoredRecord.of(envelope.stale().write(), this.versions.next(), seen.expiresAt())
				: null;
	}

	private @Nullable Boolean delete(EntryKey key) {
		return (this.remote.delete(key) != null) ? Boolean.TRUE : null;
	}

}

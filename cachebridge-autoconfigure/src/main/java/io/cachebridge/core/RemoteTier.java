package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Holds values of one cache in a backend.
 * <p>
 * A load is stored only over exactly what was seen before it began. Whoever finds nothing
 * leaves a reservation, so that there is something to see; whatever removes or replaces
 * it meanwhile thereby refuses the load (leases, as in "Scaling Memcache at Facebook",
 * NSDI 2013). A reservation that is lost costs a reload and nothing else.
 */
final class RemoteTier {

	/** Only cleans up: a load that takes longer is not stored, and that is all. */
	private static final Duration RESERVATION_LIFE = Duration.ofMinutes(10);

	/** More than contention explains: the store does not show what it holds. */
	private static final int ATTEMPTS = 100;

	private static final EntryKey NAMELESS = EntryKey.of("");

	private final BackendCalls store;

	private final KeyLayout layout;

	private final ValueFormat format;

	private final RecordReader reader;

	private final CacheEpoch epoch;

	private final VersionSource versions;

	private final Clock clock;

	private final CacheObserver observer;

	private final boolean leased;

	/** Without leases, what keeps a fill from overtaking a write of this node. */
	private final KeyTurns turns = new KeyTurns();

	RemoteTier(BackendCalls store, KeyLayout layout, ValueFormat format, CacheEpoch epoch, VersionSource versions,
			Clock clock, CacheObserver observer, CacheSettings.Fill fill) {
		this.store = store;
		this.layout = layout;
		this.format = format;
		this.reader = new RecordReader(format, clock, observer);
		this.epoch = epoch;
		this.versions = versions;
		this.clock = clock;
		this.observer = observer;
		this.leased = fill == CacheSettings.Fill.LEASED && store.supports(Capability.CONDITIONAL_PUT);
	}

	/**
	 * Looks for a value.
	 * @param key the key
	 * @param ticket a ticket taken before
	 * @return what was found: a hit, a miss, unreadable or unavailable
	 */
	Reading read(EntryKey key, long ticket) {
		Version known = this.epoch.known();
		if (known == null) {
			return readWithEpoch(key, ticket);
		}
		String place = this.layout.record(key);
		Map<String, StoredRecord> found = getAll(List.of(place));
		if (found == null) {
			return Reading.UNAVAILABLE;
		}
		RecordReader.Held held = this.reader.open(key, found.get(place));
		return held.isForeignTo(known) ? readWithEpoch(key, ticket) : judge(key, held, known);
	}

	/**
	 * Looks for a value under the epoch that the store holds now, for those who must not
	 * be told of a value that another node has cleared.
	 * @param key the key
	 * @param ticket a ticket taken before
	 * @return what was found
	 */
	Reading readWithEpoch(EntryKey key, long ticket) {
		String place = this.layout.record(key);
		Map<String, StoredRecord> found = getAll(List.of(place, this.epoch.key()));
		if (found == null) {
			return Reading.UNAVAILABLE;
		}
		Version fetched = this.epoch.fetched(found.get(this.epoch.key()), ticket);
		return judge(key, this.reader.open(key, found.get(place)), fetched);
	}

	private Reading judge(EntryKey key, RecordReader.Held held, @Nullable Version current) {
		Reading reading = this.reader.judge(key, held, current);
		if (reading.status() != Reading.Status.DAMAGED) {
			return reading;
		}
		return (delete(key) != null) ? Reading.miss(null, current) : Reading.UNAVAILABLE;
	}

	/**
	 * Makes sure that the load which follows a miss may be stored.
	 * @param key the key
	 * @param miss what was found
	 * @return leased, or a hit that another node has stored meanwhile, or why the load
	 * will not be stored
	 */
	Reading lease(EntryKey key, Reading miss) {
		if (miss.status() != Reading.Status.MISS) {
			return miss;
		}
		Version current = (miss.epoch() != null) ? miss.epoch() : this.epoch.create();
		if (current == null) {
			return Reading.UNAVAILABLE;
		}
		if (!this.leased || miss.seen() != null) {
			return Reading.leased(miss.seen(), current);
		}
		return reserve(key, current);
	}

	private Reading reserve(EntryKey key, Version current) {
		StoredRecord reservation = StoredRecord.reservation(this.versions.next(),
				this.clock.instant().plus(RESERVATION_LIFE));
		PutOutcome outcome = putIf(key, null, reservation);
		if (outcome == null) {
			return Reading.UNAVAILABLE;
		}
		if (outcome.applied()) {
			return Reading.leased(outcome.current(), current);
		}
		Reading other = judge(key, this.reader.open(key, outcome.current()), current);
		if (other.status() != Reading.Status.MISS) {
			return other;
		}
		return (other.seen() != null) ? Reading.leased(other.seen(), current) : Reading.UNAVAILABLE;
	}

	/**
	 * Stores the result of a load under its lease.
	 * @param key the key
	 * @param lease the lease, or why there is none
	 * @param value the value
	 * @param untouched whether this node knows of no change of the key since
	 * @return a hit with the value that is stored now, this one or a later one; a miss if
	 * this one must not be kept anywhere; otherwise why it is not in the store
	 */
	Reading fill(EntryKey key, Reading lease, @Nullable Object value, BooleanSupplier untouched) {
		Version current = lease.epoch();
		if (lease.status() != Reading.Status.LEASED || current == null) {
			return lease;
		}
		StoredRecord next = write(key, value, current);
		if (next == null) {
			return Reading.miss(null, current);
		}
		if (!this.leased) {
			return fillPlainly(key, value, next, current, untouched);
		}
		PutOutcome outcome = putIf(key, lease.seen(), next);
		if (outcome == null) {
			return Reading.UNAVAILABLE;
		}
		if (outcome.applied()) {
			return stored(value, next, current);
		}
		this.observer.fillRefused(key.key());
		Reading other = judge(key, this.reader.open(key, outcome.current()), current);
		return other.isHit() ? other : Reading.miss(null, current);
	}

	private Reading fillPlainly(EntryKey key, @Nullable Object value, StoredRecord next, Version current,
			BooleanSupplier untouched) {
		return inTurn(key, () -> {
			if (!untouched.getAsBoolean()) {
				this.observer.fillRefused(key.key());
				return Reading.miss(null, current);
			}
			return putAny(key, next) ? stored(value, next, current) : Reading.UNAVAILABLE;
		});
	}

	private <T extends @Nullable Object> T inTurn(EntryKey key, Supplier<T> write) {
		return this.leased ? write.get() : this.turns.take(key.name(), write);
	}

	/**
	 * Stores a value whatever was there before. A value that cannot be stored removes
	 * what is there.
	 * @param key the key
	 * @param value the value
	 * @return a hit if it was stored, a miss if it cannot be, otherwise unavailable
	 */
	Reading put(EntryKey key, @Nullable Object value) {
		Version current = this.epoch.forWrite();
		if (current == null) {
			return Reading.UNAVAILABLE;
		}
		StoredRecord next = write(key, value, current);
		if (next == null) {
			return (delete(key) != null) ? Reading.miss(null, current) : Reading.UNAVAILABLE;
		}
		return inTurn(key, () -> putAny(key, next)) ? stored(value, next, current) : Reading.UNAVAILABLE;
	}

	/**
	 * Stores a value if there is none that may be served; atomic where the backend has
	 * conditional writes.
	 * @param key the key
	 * @param value the value
	 * @param ticket a ticket taken before
	 * @return a hit with what is there, or a miss if the value was stored
	 * @throws CacheBackendException if the store did not answer
	 * @throws CodecException if the value cannot be stored
	 */
	Reading putIfAbsent(EntryKey key, @Nullable Object value, long ticket) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Reading found = readWithEpoch(key, ticket);
			if (found.isHit()) {
				return found;
			}
			if (found.status() == Reading.Status.UNAVAILABLE) {
				throw this.store.unanswered("putIfAbsent");
			}
			Version current = (found.epoch() != null) ? found.epoch() : this.epoch.create();
			if (current == null) {
				throw this.store.unanswered("putIfAbsent");
			}
			StoredRecord next = this.format.write(key, value, current, this.versions.next());
			if (putOver(key, found.seen(), next)) {
				return Reading.miss(next, current);
			}
		}
		throw this.store.unanswered("putIfAbsent");
	}

	private boolean putOver(EntryKey key, @Nullable StoredRecord seen, StoredRecord next) {
		if (!this.store.supports(Capability.CONDITIONAL_PUT)) {
			return inTurn(key, () -> this.store.require("put", (backend) -> {
				backend.put(this.layout.record(key), next);
				return Boolean.TRUE;
			}));
		}
		return this.store.require("putIf", (backend) -> backend.putIf(this.layout.record(key), seen, next)).applied();
	}

	/**
	 * Removes a value.
	 * @param key the key
	 * @return what was there, or {@code null} if the store did not answer
	 */
	@Nullable Removal delete(EntryKey key) {
		return inTurn(key, () -> this.store.call("delete", (backend) -> backend.delete(this.layout.record(key))));
	}

	/**
	 * Removes all values in one write.
	 * @return whether the store has acknowledged it
	 */
	boolean clear() {
		return this.epoch.replace();
	}

	/**
	 * Looks through the keys of the store for a value that may be served.
	 * @return {@code true} if there is one, {@code false} if there is none or the store
	 * cannot tell
	 */
	boolean hasEntries() {
		Version current = this.epoch.fetch();
		if (current == null || !this.store.supports(Capability.ENUMERATION)) {
			return false;
		}
		Boolean found = this.store.call("keys", (backend) -> {
			try (Stream<String> keys = backend.keys(this.layout.records())) {
				return keys.anyMatch((place) -> isLive(backend.get(place), current));
			}
		});
		return Boolean.TRUE.equals(found);
	}

	private boolean isLive(@Nullable StoredRecord held, Version current) {
		RecordReader.Held opened = this.reader.open(NAMELESS, held);
		Envelope envelope = opened.envelope();
		return envelope != null && envelope.belongsTo(current) && envelope.isFresh(this.clock.instant());
	}

	private @Nullable StoredRecord write(EntryKey key, @Nullable Object value, Version current) {
		try {
			return this.format.write(key, value, current, this.versions.next());
		}
		catch (CodecException ex) {
			this.observer.valueRejected(key.key(), value, ex);
			return null;
		}
	}

	private @Nullable Map<String, StoredRecord> getAll(List<String> places) {
		return this.store.call("getAll", (backend) -> backend.getAll(places));
	}

	private @Nullable PutOutcome putIf(EntryKey key, @Nullable StoredRecord seen, StoredRecord next) {
		return this.store.call("putIf", (backend) -> backend.putIf(this.layout.record(key), seen, next));
	}

	private boolean putAny(EntryKey key, StoredRecord next) {
		return this.store.call("put", (backend) -> {
			backend.put(this.layout.record(key), next);
			return Boolean.TRUE;
		}) != null;
	}

	private Reading stored(@Nullable Object value, StoredRecord next, Version current) {
		return Reading.hit(value, Reading.remaining(this.clock.instant(), next.expiresAt()), next, current);
	}

}

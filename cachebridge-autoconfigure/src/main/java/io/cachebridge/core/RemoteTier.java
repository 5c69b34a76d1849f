package io.cachebridge.core;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.RecordWriter.Written;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.Version;

/**
 * Holds values of one cache in a backend, one call or two for each operation. What loads
 * bring goes through {@link Leases}.
 */
final class RemoteTier {

	/** More than contention explains: the store does not show what it holds. */
	private static final int ATTEMPTS = 100;

	private final BackendCalls store;

	private final KeyLayout layout;

	private final RemoteReads reads;

	private final Epochs epochs;

	private final RecordWriter records;

	private final boolean leased;

	/** Without leases, what keeps a fill from overtaking a write of this node. */
	private final KeyTurns turns = new KeyTurns();

	RemoteTier(BackendCalls store, KeyLayout layout, RecordReader reader, RecordWriter records, Epochs epochs,
			CacheSettings settings) {
		this.store = store;
		this.layout = layout;
		this.reads = new RemoteReads(store, layout, reader, epochs);
		this.epochs = epochs;
		this.records = records;
		this.leased = settings.remote().fill() == RemoteSettings.Fill.LEASED
				&& store.supports(Capability.CONDITIONAL_PUT);
	}

	/**
	 * Looks for a value.
	 * @param key the key
	 * @param ticket a ticket taken before
	 * @return what was found: a hit, a miss, unreadable or unavailable
	 */
	Reading read(EntryKey key, long ticket) {
		return withoutDamage(key, this.reads.read(key, ticket));
	}

	/**
	 * Looks for a value under the epochs that the store holds now.
	 * @param key the key
	 * @param ticket a ticket taken before
	 * @return what was found: a hit, a miss, unreadable or unavailable
	 */
	Reading readWithEpochs(EntryKey key, long ticket) {
		return withoutDamage(key, this.reads.readWithEpochs(key, ticket));
	}

	@Nullable Boolean isCurrent(EntryKey key, Origin origin) {
		return this.reads.isCurrent(key, origin);
	}

	/**
	 * Judges a record that was read a moment ago.
	 * @param key the key
	 * @param stored the record, {@code null} for nothing
	 * @param known some of the epochs, as far as this node knows
	 * @return what was found: a hit, a miss, unreadable or unavailable
	 */
	Reading judge(EntryKey key, @Nullable StoredRecord stored, Map<String, Version> known) {
		return withoutDamage(key, this.reads.judge(key, stored, known));
	}

	Reading withoutDamage(EntryKey key, Reading reading) {
		if (reading.status() != Reading.Status.DAMAGED) {
			return reading;
		}
		return (delete(key) != null) ? Reading.miss(null, reading.epochs()) : Reading.UNAVAILABLE;
	}

	/**
	 * Tells whether loads are stored only over what was seen before.
	 * @return {@code false} if only this node's own writes keep them from being stored
	 */
	boolean isLeased() {
		return this.leased;
	}

	RecordWriter records() {
		return this.records;
	}

	<T extends @Nullable Object> T inTurns(Collection<EntryKey> keys, Supplier<T> write) {
		return this.leased ? write.get() : this.turns.takeAll(keys.stream().map(EntryKey::name).toList(), write);
	}

	/**
	 * Stores a value whatever was there before. A value that cannot be stored removes
	 * what is there.
	 * @param key the key
	 * @param value the value
	 * @param terms what is said of it
	 * @return a hit if it was stored, a miss if it cannot be, otherwise unavailable
	 */
	Reading put(EntryKey key, @Nullable Object value, Terms terms) {
		Map<String, Version> current = epochsOfPut(terms.tags());
		return (current != null) ? put(key, this.records.write(key, value, terms, current), current)
				: Reading.UNAVAILABLE;
	}

	/**
	 * Stores a value that was put a while ago whatever was there before. A value that
	 * cannot be stored, or must not be any more, removes what is there.
	 * @param key the key
	 * @param value the value
	 * @param terms what is said of it
	 * @param remaining how long the value may still be served, if values do not live for
	 * ever
	 * @param allowed asked once the epochs are known under which the value would be
	 * stored
	 * @return a hit if it was stored, a miss if it is not to be, otherwise unavailable
	 */
	Reading put(EntryKey key, @Nullable Object value, Terms terms, Duration remaining, BooleanSupplier allowed) {
		Map<String, Version> current = epochsOfPut(terms.tags());
		if (current == null) {
			return Reading.UNAVAILABLE;
		}
		return put(key, allowed.getAsBoolean() ? this.records.write(key, value, terms, current, remaining) : null,
				current);
	}

	private Reading put(EntryKey key, @Nullable Written next, Map<String, Version> current) {
		if (next == null) {
			return (delete(key) != null) ? Reading.miss(null, current) : Reading.UNAVAILABLE;
		}
		return inTurns(List.of(key), () -> putAny(key, next.stored())) ? this.records.stored(next)
				: Reading.UNAVAILABLE;
	}

	private @Nullable Map<String, Version> epochsOfPut(Collection<String> tags) {
		Set<String> names = new HashSet<>(tags);
		names.add(Epochs.CACHE);
		return this.epochs.forWrite(names);
	}

	/**
	 * Stores a value only over exactly what was seen, and under the same epochs: it is as
	 * old as that.
	 * @param key the key
	 * @param seen what was seen
	 * @param value the value
	 * @param terms what is said of it
	 * @param remaining how long the value may still be served, if values do not live for
	 * ever
	 * @return whether it was stored, or {@code null} if the store does not answer
	 */
	@Nullable Boolean putOver(EntryKey key, Origin seen, @Nullable Object value, Terms terms, Duration remaining) {
		Set<String> tags = terms.tags();
		Version version = seen.version();
		if (version == null || !this.leased || !seen.epochs().keySet().containsAll(tags)) {
			return Boolean.FALSE;
		}
		Map<String, Version> epochs = new HashMap<>(seen.epochs());
		epochs.keySet().removeIf((name) -> !name.equals(Epochs.CACHE) && !tags.contains(name));
		Written next = this.records.write(key, value, terms, epochs, remaining);
		if (next == null) {
			return Boolean.FALSE;
		}
		PutOutcome outcome = putIf(key, StoredRecord.reservation(version, null), next.stored());
		return (outcome != null) ? outcome.applied() : null;
	}

	/**
	 * Stores a value if there is none that may be served; atomic where the backend has
	 * conditional writes.
	 * @param key the key
	 * @param value the value
	 * @param ticket a ticket taken before
	 * @return a hit with what is there, or a miss if the value was stored
	 * @throws CacheBackendException if the store did not answer
	 * @throws CodecException if the value cannot be stored, or what is there can be read
	 * by others only
	 */
	Reading putIfAbsent(EntryKey key, @Nullable Object value, long ticket) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Reading found = readWithEpochs(key, ticket);
			if (found.isHit()) {
				return found;
			}
			if (found.status() == Reading.Status.UNREADABLE) {
				throw new UnknownTypeException("'putIfAbsent' found a value of a codec or type that is unknown here");
			}
			Map<String, Version> current = (found.status() != Reading.Status.UNAVAILABLE) ? epochsOf(found) : null;
			if (current == null) {
				throw this.store.unanswered("putIfAbsent");
			}
			StoredRecord next = this.records.required(key, value, current).stored();
			if (replaces(key, found.seen(), next)) {
				return Reading.miss(next, current);
			}
		}
		throw this.store.unanswered("putIfAbsent");
	}

	private @Nullable Map<String, Version> epochsOf(Reading found) {
		Version epoch = found.epochs().get(Epochs.CACHE);
		return (epoch != null) ? Map.of(Epochs.CACHE, epoch) : this.epochs.forWrite(Set.of(Epochs.CACHE));
	}

	private boolean replaces(EntryKey key, @Nullable StoredRecord seen, StoredRecord next) {
		if (!this.store.supports(Capability.CONDITIONAL_PUT)) {
			return inTurns(List.of(key), () -> this.store.require("put", (backend) -> {
				backend.put(this.layout.record(key), next);
				return Boolean.TRUE;
			}));
		}
		return inTurns(List.of(key),
				() -> this.store.require("putIf", (backend) -> backend.putIf(this.layout.record(key), seen, next)))
			.applied();
	}

	/**
	 * Removes a value.
	 * @param key the key
	 * @return what was there, or {@code null} if the store did not answer
	 */
	@Nullable Removal delete(EntryKey key) {
		return inTurns(List.of(key),
				() -> this.store.call("delete", (backend) -> backend.delete(this.layout.record(key))));
	}

	/**
	 * Tells whether a write may wait for others of its key.
	 * @return {@code false} if one of those may be waiting for a store that hangs
	 */
	boolean letsWritesWait() {
		return this.store.areUsual();
	}

	/**
	 * Lets a write fail that would have to wait.
	 * @throws CacheBackendException if callers want to know
	 */
	void refuseWrite() {
		this.store.refuse("write");
	}

	boolean replay(BooleanSupplier goesOn, Predicate<BooleanSupplier> replay) {
		return this.store.replay(goesOn, replay);
	}

	CacheBackendException unanswered(String operation) {
		return this.store.unanswered(operation);
	}

	/**
	 * Removes all values in one write.
	 * @return whether the store has acknowledged it
	 */
	boolean clear() {
		return this.epochs.replace(Epochs.CACHE);
	}

	/**
	 * Removes all values with a tag in two writes. The stamp goes first: a load that
	 * reads the new epoch of the tag then finds the stamp changed.
	 * @param tag the tag
	 * @return whether the store has acknowledged both
	 */
	boolean evictByTag(String tag) {
		return this.epochs.replace(Epochs.STAMP) && this.epochs.replace(tag);
	}

	@Nullable PutOutcome putIf(EntryKey key, @Nullable StoredRecord seen, StoredRecord next) {
		return this.store.call("putIf", (backend) -> backend.putIf(this.layout.record(key), seen, next));
	}

	boolean putAny(EntryKey key, StoredRecord next) {
		return this.store.call("put", (backend) -> {
			backend.put(this.layout.record(key), next);
			return Boolean.TRUE;
		}) != null;
	}

}

package io.cachebridge.core;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.Version;

/**
 * Judges what a store holds under a key: whether it is a value that may be served, and if
 * not what a load may replace.
 */
final class RecordReader {

	private final ValueFormat format;

	private final Clock clock;

	private final CacheObserver observer;

	private final Lifetime lifetime;

	RecordReader(ValueFormat format, Clock clock, CacheObserver observer, Lifetime lifetime) {
		this.format = format;
		this.clock = clock;
		this.observer = observer;
		this.lifetime = lifetime;
	}

	/**
	 * Opens the envelope of a record.
	 * @param key the key
	 * @param held what the store holds, {@code null} for nothing
	 * @return what is held, with its envelope
	 */
	Held open(EntryKey key, @Nullable StoredRecord held) {
		if (held == null || held.content() == null) {
			return new Held(held, null, Held.Fault.NONE);
		}
		try {
			return new Held(held, Envelope.read(held.content()), Held.Fault.NONE);
		}
		catch (UnknownTypeException ex) {
			this.observer.unreadable(key.key(), ex);
			return new Held(held, null, Held.Fault.UNKNOWN);
		}
		catch (CodecException ex) {
			this.observer.unreadable(key.key(), ex);
			return new Held(held, null, Held.Fault.DAMAGED);
		}
	}

	/**
	 * Judges a record under the current epochs.
	 * @param key the key
	 * @param held what the store holds
	 * @param current the epochs by name, without that of the cache if it has none
	 * @return a hit, a miss with what was seen, or unreadable
	 */
	Reading judge(EntryKey key, Held held, Map<String, Version> current) {
		StoredRecord stored = held.stored();
		Envelope envelope = held.envelope();
		if (held.fault() == Held.Fault.DAMAGED) {
			return Reading.damaged(current);
		}
		if (stored != null && held.fault() == Held.Fault.UNKNOWN) {
			return Reading.unreadable(stored, current);
		}
		if (stored == null || envelope == null || !envelope.belongsTo(current)) {
			return Reading.miss(stored, current);
		}
		Instant now = this.clock.instant();
		if (!this.format.isKeyOf(key, envelope)) {
			return Reading.miss(stored, current);
		}
		if (!this.format.isServed(envelope)) {
			this.observer.unreadable(key.key(),
					new CodecException("The record is not encrypted, as those of this cache have to be"));
			return Reading.miss(stored, current);
		}
		if (!envelope.isFresh(now)) {
			return Reading.miss(stored, current).with(stale(key, stored, envelope, now));
		}
		try {
			Object value = this.format.read(key, envelope);
			return Reading
				.hit(value, Reading.remaining(now, envelope.freshUntil()),
						Reading.life(envelope.createdAt(), envelope.freshUntil()), stored, envelope.epochs())
				.with(stale(stored, envelope, value));
		}
		catch (UnknownTypeException ex) {
			this.observer.unreadable(key.key(), ex);
			return Reading.unreadable(stored, current);
		}
		catch (CodecException ex) {
			this.observer.unreadable(key.key(), ex);
			return Reading.damaged(current);
		}
	}

	private Reading.@Nullable Stale stale(EntryKey key, StoredRecord stored, Envelope envelope, Instant now) {
		Instant until = keptUntil(stored, envelope);
		if (until == null || !now.isBefore(until)) {
			return null;
		}
		try {
			return stale(stored, envelope, this.format.read(key, envelope));
		}
		catch (CodecException ex) {
			// It is over, and a load may replace it
			return null;
		}
	}

	private Reading.@Nullable Stale stale(StoredRecord stored, Envelope envelope, @Nullable Object value) {
		if (!this.lifetime.mayBeStale(value)) {
			return null;
		}
		Instant until = keptUntil(stored, envelope);
		return (until != null)
				? new Reading.Stale(new LastValue(value, Origin.of(null, envelope.epochs()), envelope.validators()),
						envelope.createdAt(), until)
				: null;
	}

	// Whoever has stored it may have told the store to keep it for longer
	private @Nullable Instant keptUntil(StoredRecord stored, Envelope envelope) {
		Instant usual = this.lifetime.staleUntil(envelope.createdAt());
		Instant fresh = envelope.freshUntil();
		Instant kept = stored.expiresAt();
		if (fresh == null || kept == null || !kept.isAfter(fresh)) {
			return usual;
		}
		return (usual == null || kept.isAfter(usual)) ? kept : usual;
	}

	/**
	 * What a store holds under a key.
	 *
	 * @param stored the record, {@code null} for nothing
	 * @param envelope its envelope, {@code null} for a reservation
	 * @param fault why there is none
	 */
	record Held(@Nullable StoredRecord stored, @Nullable Envelope envelope, Fault fault) {

		boolean isForeignTo(Map<String, Version> current) {
			return this.envelope != null && !this.envelope.belongsTo(current);
		}

		Set<String> epochNames() {
			return (this.envelope != null) ? this.envelope.epochs().keySet() : Set.of();
		}

		/**
		 * What keeps an envelope from being read.
		 */
		enum Fault {

			/** Nothing. */
			NONE,

			/** The record is of a later version of this library. */
			UNKNOWN,

			/** The record is nothing that was ever written here. */
			DAMAGED

		}

	}

}

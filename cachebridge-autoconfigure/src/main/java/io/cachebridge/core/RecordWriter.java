package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Makes the records that values of one cache are stored as.
 */
final class RecordWriter {

	private final ValueFormat format;

	private final VersionSource versions;

	private final Clock clock;

	private final CacheObserver observer;

	private final Lifetime lifetime;

	RecordWriter(ValueFormat format, VersionSource versions, Clock clock, CacheObserver observer, Lifetime lifetime) {
		this.format = format;
		this.versions = versions;
		this.clock = clock;
		this.observer = observer;
		this.lifetime = lifetime;
	}

	/**
	 * Makes the record of a value that was loaded or put now.
	 * @param key the key
	 * @param value the value
	 * @param terms what is said of it
	 * @param epochs the epochs it belongs to
	 * @return the record, or {@code null} if the value cannot be stored
	 */
	@Nullable Written write(EntryKey key, @Nullable Object value, Terms terms, Map<String, Version> epochs) {
		return write(key, value, terms, epochs, this.clock.instant());
	}

	/**
	 * Makes the record of a value that was loaded or put some time ago.
	 * @param key the key
	 * @param value the value
	 * @param terms what is said of it
	 * @param epochs the epochs it belongs to
	 * @param remaining how long it may still be served, if it does not live for ever
	 * @return the record, or {@code null} if the value cannot be stored
	 */
	@Nullable Written write(EntryKey key, @Nullable Object value, Terms terms, Map<String, Version> epochs, Duration remaining) {
		Duration whole = this.lifetime.timeToLive(value, terms);
		Duration age = whole.isZero() ? Duration.ZERO : whole.minus(remaining);
		return write(key, value, terms, epochs, this.clock.instant().minus(age));
	}

	private @Nullable Written write(EntryKey key, @Nullable Object value, Terms terms, Map<String, Version> epochs,
			Instant createdAt) {
		try {
			return required(key, value, terms, epochs, createdAt);
		}
		catch (CodecException ex) {
			return null;
		}
	}

	/**
	 * Makes the record of a value that was put now.
	 * @param key the key
	 * @param value the value
	 * @param epochs the epochs it belongs to
	 * @return the record
	 * @throws CodecException if the value cannot be stored
	 */
	Written required(EntryKey key, @Nullable Object value, Map<String, Version> epochs) {
		return required(key, value, Terms.NONE, epochs, this.clock.instant());
	}

	private Written required(EntryKey key, @Nullable Object value, Terms terms, Map<String, Version> epochs,
			Instant createdAt) {
		Life life = this.lifetime.of(key, value, terms, createdAt);
		try {
			StoredRecord stored = this.format.write(key, value, epochs, this.versions.next(), life, terms.validators());
			return new Written(stored, value, terms.validators(), life, epochs);
		}
		catch (CodecException ex) {
			this.observer.valueRejected(key.key(), value, ex);
			throw ex;
		}
	}

	/**
	 * Tells what a reader would find.
	 * @param written what the store has acknowledged
	 * @return a hit
	 */
	Reading stored(Written written) {
		Life life = written.life();
		Reading.Stale stale = (life.staleUntil() != null && life.freshUntil() != null) ? new Reading.Stale(
				new LastValue(written.value(), Origin.of(null, written.epochs()), written.validators()),
				life.createdAt(), life.staleUntil()) : null;
		return Reading
			.hit(written.value(), Reading.remaining(this.clock.instant(), life.freshUntil()),
					Reading.life(life.createdAt(), life.freshUntil()), written.stored(), written.epochs())
			.with(stale);
	}

	/**
	 * A value in the form in which it is stored.
	 *
	 * @param stored the record
	 * @param value the value
	 * @param validators what its source can be asked with
	 * @param life its life
	 * @param epochs the epochs it belongs to
	 */
	record Written(StoredRecord stored, @Nullable Object value, Validators validators, Life life,
			Map<String, Version> epochs) {

	}

}

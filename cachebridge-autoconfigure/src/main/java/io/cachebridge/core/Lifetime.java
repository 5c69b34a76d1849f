package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How long the values of one cache live, counted from when they were loaded or put.
 *
 * @param timeToLive how long one is served, zero for ever
 * @param nullTimeToLive how long {@code null} is, {@code null} if that is a value like
 * any other
 * @param maximumStale how long one may be served for want of a later one, {@code null} if
 * none is
 * @param jitter what is cut off the time that one is served
 */
record Lifetime(Duration timeToLive, @Nullable Duration nullTimeToLive, @Nullable Duration maximumStale,
		Jitter jitter) {

	Lifetime {
		timeToLive = ValueFormat.atMostLongest(timeToLive);
		nullTimeToLive = (nullTimeToLive != null) ? shorter(nullTimeToLive, timeToLive) : null;
		maximumStale = (maximumStale != null) ? ValueFormat.atMostLongest(maximumStale) : null;
	}

	static Lifetime of(CacheSettings settings) {
		return new Lifetime(settings.timeToLive(), settings.expiry().nullTimeToLive(),
				settings.failSafe().enabled() ? settings.failSafe().maximumStale() : null,
				new Jitter(settings.expiry().jitter()));
	}

	// Zero is for ever
	private static Duration shorter(Duration time, Duration most) {
		return (most.isZero() || time.compareTo(most) < 0) ? ValueFormat.atMostLongest(time) : most;
	}

	/**
	 * Returns the life of a value.
	 * @param key its key
	 * @param value the value
	 * @param terms what is said of it
	 * @param createdAt when it was loaded or put
	 * @return its life
	 */
	Life of(EntryKey key, @Nullable Object value, Terms terms, Instant createdAt) {
		Duration time = this.jitter.shorten(timeToLive(value, terms), key.name(), createdAt);
		return new Life(createdAt, time.isZero() ? null : createdAt.plus(time),
				mayBeStale(value) ? staleUntil(createdAt, terms.maximumStale()) : null);
	}

	/**
	 * Returns how long a value is served at most.
	 * @param value the value
	 * @param terms what is said of it
	 * @return the time, zero for ever
	 */
	Duration timeToLive(@Nullable Object value, Terms terms) {
		if (terms.timeToLive() != null) {
			return ValueFormat.atMostLongest(terms.timeToLive());
		}
		return (value == null && this.nullTimeToLive != null) ? this.nullTimeToLive : this.timeToLive;
	}

	/**
	 * Returns how long a store keeps a value at most.
	 * @return the time, zero for ever
	 */
	Duration retention() {
		Duration stale = this.maximumStale;
		return (stale != null && !this.timeToLive.isZero() && stale.compareTo(this.timeToLive) > 0) ? stale
				: this.timeToLive;
	}

	/**
	 * Returns how long a value may be served for want of a later one.
	 * @param createdAt when it was loaded or put
	 * @return until when, {@code null} if it may not
	 */
	@Nullable Instant staleUntil(Instant createdAt) {
		return staleUntil(createdAt, null);
	}

	private @Nullable Instant staleUntil(Instant createdAt, @Nullable Duration told) {
		Duration stale = (told != null) ? ValueFormat.atMostLongest(told) : this.maximumStale;
		return (stale != null) ? createdAt.plus(stale) : null;
	}

	/**
	 * Tells whether a value may be served for want of a later one. That there is nothing
	 * is not believed for longer than its own time.
	 * @param value the value
	 * @return {@code false} if it may not
	 */
	boolean mayBeStale(@Nullable Object value) {
		return value != null || this.nullTimeToLive == null;
	}

}

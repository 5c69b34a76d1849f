package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * What a look into the backend found for one key.
 *
 * @param status what it means
 * @param value the value of a {@link Status#HIT}
 * @param remaining how long that value may still be served, zero for ever
 * @param life how long it is served in all, zero if that is for ever or not known
 * @param seen the record that was held; what a fill must find unchanged
 * @param epochs the epochs of a hit, else those under which it was judged; without that
 * of the cache if it has none
 * @param stamp the tag stamp from before the load that follows a {@link Status#LEASED}
 * miss, {@code null} if that load is not to have tags
 * @param stale the value that may be served for want of a later one: of a hit its own
 * once it is over, of a miss that which is over; {@code null} if there is none
 */
record Reading(Status status, @Nullable Object value, Duration remaining, Duration life, @Nullable StoredRecord seen,
		Map<String, Version> epochs, @Nullable Version stamp, @Nullable Stale stale) {

	private static final Duration MOMENT = Duration.ofNanos(1);

	static final Reading UNAVAILABLE = new Reading(Status.UNAVAILABLE, null, Duration.ZERO, Duration.ZERO, null,
			Map.of(), null, null);

	static Reading hit(@Nullable Object value, Duration remaining, Duration life, StoredRecord seen,
			Map<String, Version> epochs) {
		return new Reading(Status.HIT, value, remaining, life, seen, epochs, null, null);
	}

	static Reading pending(@Nullable Object value, Duration remaining, Set<String> tags) {
		Map<String, Version> unknown = tags.stream().collect(Collectors.toMap((tag) -> tag, (tag) -> Version.NONE));
		return new Reading(Status.HIT, value, remaining, Duration.ZERO, null, unknown, null, null);
	}

	static Reading miss(@Nullable StoredRecord seen, Map<String, Version> epochs) {
		return new Reading(Status.MISS, null, Duration.ZERO, Duration.ZERO, seen, epochs, null, null);
	}

	static Reading unreadable(StoredRecord seen, Map<String, Version> epochs) {
		return new Reading(Status.UNREADABLE, null, Duration.ZERO, Duration.ZERO, seen, epochs, null, null);
	}

	static Reading damaged(Map<String, Version> epochs) {
		return new Reading(Status.DAMAGED, null, Duration.ZERO, Duration.ZERO, null, epochs, null, null);
	}

	static Reading leased(@Nullable StoredRecord seen, Map<String, Version> epochs, @Nullable Version stamp) {
		return new Reading(Status.LEASED, null, Duration.ZERO, Duration.ZERO, seen, epochs, stamp, null);
	}

	/**
	 * Returns how long a value is served in all.
	 * @param createdAt when it was loaded or put
	 * @param until when it ceases to be served, {@code null} for never
	 * @return the time, zero for ever
	 */
	static Duration life(Instant createdAt, @Nullable Instant until) {
		return (until != null && until.isAfter(createdAt)) ? Duration.between(createdAt, until) : Duration.ZERO;
	}

	/**
	 * Returns how long a value may still be served.
	 * @param now the current time
	 * @param until when it ceases to be served, {@code null} for never
	 * @return the time left, at least a moment; zero for ever
	 */
	static Duration remaining(Instant now, @Nullable Instant until) {
		if (until == null) {
			return Duration.ZERO;
		}
		Duration left = Duration.between(now, until);
		return (left.isNegative() || left.isZero()) ? MOMENT : left;
	}

	/**
	 * Returns the same with a value that may be served for want of a later one.
	 * @param value the value, {@code null} if there is none
	 * @return the reading
	 */
	Reading with(@Nullable Stale value) {
		return new Reading(this.status, this.value, this.remaining, this.life, this.seen, this.epochs, this.stamp,
				value);
	}

	boolean isHit() {
		return this.status == Status.HIT;
	}

	/**
	 * Returns where the value of a hit came from.
	 * @return its origin
	 */
	Origin origin() {
		return Origin.of((this.seen != null) ? this.seen.version() : null, this.epochs);
	}

	/**
	 * A value that may be served for want of a later one.
	 *
	 * @param last the value with what is known of it
	 * @param createdAt when it was loaded or put
	 * @param until until when it is kept
	 */
	record Stale(LastValue last, Instant createdAt, Instant until) {

	}

	/**
	 * What was found.
	 */
	enum Status {

		/** A value that may be served. */
		HIT,

		/** Nothing that may be served; a load may follow. */
		MISS,

		/** A miss whose load may be stored over what was seen. */
		LEASED,

		/** A record that others may read and that is left alone. */
		UNREADABLE,

		/** A record that nobody can read and that is to be removed. */
		DAMAGED,

		/** The store did not answer. */
		UNAVAILABLE

	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * What a look into the backend found for one key.
 *
 * @param status what it means
 * @param value the value of a {@link Status#HIT}
 * @param remaining how long that value may still be served, zero for ever
 * @param seen the record that was held; what a fill must find unchanged
 * @param epoch the epoch under which it was judged, {@code null} if the cache has none
 */
record Reading(Status status, @Nullable Object value, Duration remaining, @Nullable StoredRecord seen,
		@Nullable Version epoch) {

	private static final Duration MOMENT = Duration.ofNanos(1);

	static final Reading UNAVAILABLE = new Reading(Status.UNAVAILABLE, null, Duration.ZERO, null, null);

	static Reading hit(@Nullable Object value, Duration remaining, StoredRecord seen, Version epoch) {
		return new Reading(Status.HIT, value, remaining, seen, epoch);
	}

	static Reading miss(@Nullable StoredRecord seen, @Nullable Version epoch) {
		return new Reading(Status.MISS, null, Duration.ZERO, seen, epoch);
	}

	static Reading unreadable(StoredRecord seen, @Nullable Version epoch) {
		return new Reading(Status.UNREADABLE, null, Duration.ZERO, seen, epoch);
	}

	static Reading damaged(@Nullable Version epoch) {
		return new Reading(Status.DAMAGED, null, Duration.ZERO, null, epoch);
	}

	static Reading leased(@Nullable StoredRecord seen, Version epoch) {
		return new Reading(Status.LEASED, null, Duration.ZERO, seen, epoch);
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

	boolean isHit() {
		return this.status == Status.HIT;
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

package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Makes the records that stand where a value is being loaded, and tells what those of
 * other nodes mean. Where all nodes share one load, a reservation tells whose it is;
 * elsewhere nobody waits for one or gives one back.
 */
final class Reservations {

	/** Only cleans up: a load that takes longer is not stored, and that is all. */
	private static final Duration LIFE = Duration.ofMinutes(10);

	private static final int MOST_OVERDUE = 1000;

	private final boolean shared;

	private final VersionSource versions;

	private final Clock clock;

	/** Reservations of other nodes that were waited for in vain. */
	private final Set<Version> overdue = Collections.newSetFromMap(
			Caffeine.newBuilder().maximumSize(MOST_OVERDUE).executor(Runnable::run).<Version, Boolean>build().asMap());

	/**
	 * Creates an empty set.
	 * @param shared whether all nodes share one load
	 * @param versions numbers what is written
	 * @param clock tells the time
	 */
	Reservations(boolean shared, VersionSource versions, Clock clock) {
		this.shared = shared;
		this.versions = versions;
		this.clock = clock;
	}

	/**
	 * Returns a reservation of this node.
	 * @return a new record
	 */
	StoredRecord next() {
		return StoredRecord.reservation(this.versions.next(), this.clock.instant().plus(LIFE));
	}

	/**
	 * Returns what takes the place of a record that is to go: there is no conditional
	 * delete.
	 * @return a new reservation, which is over
	 */
	StoredRecord over() {
		return StoredRecord.reservation(this.versions.next(), this.clock.instant());
	}

	/**
	 * Tells whether a load may be stored over what was found. Where all nodes share one
	 * load only a reservation will do, of this node or of one that still loads.
	 * @param seen what was found, {@code null} if there was nothing
	 * @return {@code false} if the load needs a reservation first
	 */
	boolean isReusable(@Nullable StoredRecord seen) {
		if (seen == null || !this.shared) {
			return seen != null;
		}
		return seen.isReservation() && (isOwn(seen) || isUnderWay(seen));
	}

	private boolean isOwn(StoredRecord reservation) {
		return reservation.version().incarnation() == this.versions.incarnation();
	}

	private boolean isUnderWay(StoredRecord reservation) {
		return reservation.expiresAt() == null || reservation.expiresAt().isAfter(this.clock.instant());
	}

	/**
	 * Tells whether another node loads what was found missing.
	 * @param reading what was found
	 * @return {@code true} if it is worth to wait for that
	 */
	boolean isAwaited(Reading reading) {
		StoredRecord seen = reading.seen();
		return this.shared && reading.status() == Reading.Status.LEASED && seen != null && seen.isReservation()
				&& !isOwn(seen) && isUnderWay(seen) && !this.overdue.contains(seen.version());
	}

	/**
	 * Another node loads for too long, or has died. Its reservation stays, so that it may
	 * still store its result, but nobody waits for it here.
	 * @param awaited what was found
	 */
	void giveUpOn(Reading awaited) {
		if (awaited.seen() != null) {
			this.overdue.add(awaited.seen().version());
		}
	}

	/**
	 * Tells whether this node may give up what a load holds: its own reservation, or one
	 * that was waited for in vain.
	 * @param seen what was found before the load, {@code null} if there was nothing
	 * @return {@code true} if others would wait for it
	 */
	boolean isToBeReleased(@Nullable StoredRecord seen) {
		return this.shared && seen != null && seen.isReservation()
				&& (isOwn(seen) || this.overdue.contains(seen.version()));
	}

}

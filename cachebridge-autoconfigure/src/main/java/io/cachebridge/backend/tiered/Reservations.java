package io.cachebridge.backend.tiered;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Reservations of one node in a near backend, and the versions of its copies.
 */
final class Reservations {

	/** Longer than any read of the far backend should take. */
	private static final Duration LIFE = Duration.ofSeconds(30);

	private final long incarnation = new SecureRandom().nextLong() | 1;

	private final AtomicLong sequence = new AtomicLong();

	Version nextVersion() {
		return new Version(this.incarnation, this.sequence.incrementAndGet());
	}

	StoredRecord next(Instant now) {
		return StoredRecord.reservation(nextVersion(), now.plus(LIFE));
	}

	/**
	 * Tells whether a place was reserved a moment ago.
	 * @param held what is there, {@code null} for nothing
	 * @param now the time
	 * @return {@code true} if its reservation has more than half of its time left
	 */
	static boolean isRecent(@Nullable StoredRecord held, Instant now) {
		Instant end = (held != null && held.isReservation()) ? held.expiresAt() : null;
		// One that lasts much longer than any was made by a clock that is wrong
		return end != null && end.isAfter(now.plus(LIFE.dividedBy(2))) && end.isBefore(now.plus(LIFE.multipliedBy(2)));
	}

}

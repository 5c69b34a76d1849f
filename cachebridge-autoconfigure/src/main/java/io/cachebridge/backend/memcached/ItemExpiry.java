package io.cachebridge.backend.memcached;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Expiries as Memcached has them: in seconds from now, and if that is more than thirty
 * days in seconds of the epoch. Nothing that Memcached drops has expired less than it
 * should: parts of a second count as a whole one, and one more makes up for its clock,
 * which stands still between seconds.
 */
final class ItemExpiry {

	private static final int NEVER = 0;

	private static final long LONGEST_LIFE = Duration.ofDays(30).toSeconds();

	/**
	 * A moment of the year 1970: has expired on every server.
	 */
	private static final int LONG_AGO = (int) LONGEST_LIFE + 1;

	private ItemExpiry() {
	}

	static int seconds(@Nullable Instant expiresAt, Instant now) {
		if (expiresAt == null) {
			return NEVER;
		}
		if (!expiresAt.isAfter(now)) {
			return LONG_AGO;
		}
		// What is counted from now does not depend on the clock of the server
		long life = roundedUp(Duration.between(now, expiresAt).toMillis()) + 1;
		long end = roundedUp(expiresAt.toEpochMilli()) + 1;
		if (life > LONGEST_LIFE) {
			// From 2038 on Memcached takes numbers for negative, which are moments past
			return (end < Integer.MAX_VALUE) ? (int) end : NEVER;
		}
		return (int) life;
	}

	private static long roundedUp(long milliseconds) {
		return (milliseconds + 999) / 1000;
	}

}

package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Copies in this process of what a backend holds, if there are to be any.
 */
final class LocalCopies {

	private final @Nullable LocalTier local;

	private final Duration timeToLive;

	/**
	 * Creates the copies.
	 * @param local holds them, {@code null} for none
	 * @param timeToLive how long one is served without asking, zero for ever
	 */
	LocalCopies(@Nullable LocalTier local, Duration timeToLive) {
		this.local = local;
		this.timeToLive = timeToLive;
	}

	@Nullable LocalEntry get(Object key) {
		return (this.local != null) ? this.local.get(key) : null;
	}

	@Nullable LocalEntry suspect(Object key) {
		return (this.local != null) ? this.local.suspect(key) : null;
	}

	void confirm(EntryKey key, LocalEntry suspect, long ticket) {
		if (this.local != null) {
			this.local.confirm(key, suspect, ticket);
		}
	}

	/**
	 * Keeps a value, unless it was touched since a ticket was taken.
	 * @param key the key
	 * @param value the value
	 * @param remaining how long the value may still be served, zero for ever
	 * @param ticket the ticket, taken before the value was read or loaded
	 * @param origin where it came from
	 */
	void keep(EntryKey key, @Nullable Object value, Duration remaining, long ticket, Origin origin) {
		if (this.local != null) {
			this.local.fill(key, value, shorter(this.timeToLive, remaining), ticket, origin);
		}
	}

	// Zero is for ever
	private static Duration shorter(Duration one, Duration other) {
		if (one.isZero() || other.isZero()) {
			return one.isZero() ? other : one;
		}
		return (one.compareTo(other) < 0) ? one : other;
	}

}

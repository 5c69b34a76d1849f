package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Copies in this process of what a backend holds, if there are to be any.
 */
final class LocalCopies {

	private final @Nullable LocalTier local;

	private final Duration timeToLive;

	private final @Nullable RefreshAhead ahead;

	private final Jitter jitter;

	private final Clock clock;

	/**
	 * Creates the copies.
	 * @param local holds them, {@code null} for none
	 * @param settings tell how long one is served without asking
	 * @param clock tells how much of a life is left
	 */
	LocalCopies(@Nullable LocalTier local, CacheSettings settings, Clock clock) {
		this.local = local;
		this.timeToLive = settings.local().timeToLive();
		this.ahead = RefreshAhead.of(settings);
		this.jitter = new Jitter(settings.expiry().jitter());
		this.clock = clock;
	}

	@Nullable LocalEntry get(Object key) {
		return (this.local != null) ? this.local.get(key) : null;
	}

	@Nullable LastValue stale(Object key, long ticket, Duration oldest) {
		return (this.local != null) ? this.local.stale(key, ticket, oldest) : null;
	}

	void removeStale(Object key) {
		if (this.local != null) {
			this.local.removeStale(key);
		}
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
	 * Keeps the value of a hit, unless it was touched since a ticket was taken.
	 * @param key the key
	 * @param hit the hit
	 * @param ticket the ticket, taken before the value was read or loaded
	 */
	void keep(EntryKey key, Reading hit, long ticket) {
		keep(key, hit, ticket, Duration.ZERO);
	}

	/**
	 * Keeps the value of a hit that nobody has waited for, unless it was touched since a
	 * ticket was taken. It ends no later than if it had been kept at once.
	 * @param key the key
	 * @param hit the hit
	 * @param ticket the ticket, taken before the value was read or loaded
	 * @param late how long ago the store began to answer
	 */
	void keep(EntryKey key, Reading hit, long ticket, Duration late) {
		Reading.Stale stale = hit.stale();
		Lifespan lifespan = (stale != null) ? lifespan(hit.remaining(), stale) : Lifespan.of(hit.remaining());
		keep(key, hit.value(), lifespan, new Times(hit.life(), late), ticket, hit.origin());
	}

	private Lifespan lifespan(Duration fresh, Reading.Stale stale) {
		Instant now = this.clock.instant();
		return new Lifespan(fresh, Duration.between(now, stale.until()), Duration.between(stale.createdAt(), now),
				stale.last().validators());
	}

	/**
	 * Keeps a value, unless it was touched since a ticket was taken.
	 * @param key the key
	 * @param value the value
	 * @param lifespan how long the value may still be served
	 * @param ticket the ticket, taken before the value was read or loaded
	 * @param origin where it came from
	 */
	void keep(EntryKey key, @Nullable Object value, Lifespan lifespan, long ticket, Origin origin) {
		keep(key, value, lifespan, new Times(lifespan.fresh(), Duration.ZERO), ticket, origin);
	}

	private void keep(EntryKey key, @Nullable Object value, Lifespan lifespan, Times times, long ticket,
			Origin origin) {
		Duration fresh = (this.ahead != null) ? this.ahead.ofCopy(lifespan.fresh(), times.life()) : lifespan.fresh();
		Duration copied = this.jitter.shorten(this.timeToLive, key.name(), this.clock.instant());
		Duration whole = shorter(copied, fresh);
		if (this.local != null && (whole.isZero() || whole.compareTo(times.late()) > 0)) {
			this.local.fill(key, value, new Lifespan(whole.isZero() ? whole : whole.minus(times.late()),
					lifespan.stale(), lifespan.age(), lifespan.validators()), ticket, origin);
		}
	}

	// Zero is for ever
	private static Duration shorter(Duration one, Duration other) {
		if (one.isZero() || other.isZero()) {
			return one.isZero() ? other : one;
		}
		return (one.compareTo(other) < 0) ? one : other;
	}

	/**
	 * What else bears on how long a copy lives.
	 *
	 * @param life how long the value is served in all, zero if that is for ever or not
	 * known
	 * @param late how long ago the store began to answer
	 */
	private record Times(Duration life, Duration late) {

	}

}

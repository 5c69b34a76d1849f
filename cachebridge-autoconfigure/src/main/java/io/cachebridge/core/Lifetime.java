package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How long the values of one cache live, counted from when they were loaded or put.
 *
 * @param timeToLive how long one is served, zero for ever
 * @param maximumStale how long one may be served for want of a later one, {@code null} if
 * none is
 */
record Lifetime(Duration timeToLive, @Nullable Duration maximumStale) {

	Lifetime {
		timeToLive = ValueFormat.atMostLongest(timeToLive);
		maximumStale = (maximumStale != null) ? ValueFormat.atMostLongest(maximumStale) : null;
	}

	static Lifetime of(CacheSettings settings) {
		return new Lifetime(settings.timeToLive(),
				settings.failSafe().enabled() ? settings.failSafe().maximumStale() : null);
	}

	/**
	 * Returns how long this process holds a value that was loaded or put now.
	 * @return the times from now on
	 */
	Lifespan ofNew() {
		return new Lifespan(this.timeToLive, (this.maximumStale != null) ? this.maximumStale : Duration.ZERO);
	}

	/**
	 * Returns how long a store keeps a value.
	 * @return the time, zero for ever
	 */
	Duration retention() {
		Duration stale = this.maximumStale;
		return (stale != null && !this.timeToLive.isZero() && stale.compareTo(this.timeToLive) > 0) ? stale
				: this.timeToLive;
	}

	@Nullable Instant freshUntil(Instant createdAt) {
		return this.timeToLive.isZero() ? null : createdAt.plus(this.timeToLive);
	}

	@Nullable Instant keptUntil(Instant createdAt) {
		return this.timeToLive.isZero() ? null : createdAt.plus(retention());
	}

	@Nullable Instant staleUntil(Instant createdAt) {
		return (this.maximumStale != null) ? createdAt.plus(this.maximumStale) : null;
	}

	/**
	 * Returns when a value was loaded or put that a store keeps until some time.
	 * @param keptUntil the time, as {@link #keptUntil} has told it
	 * @return when that was
	 */
	Instant createdAt(Instant keptUntil) {
		return keptUntil.minus(retention());
	}

}

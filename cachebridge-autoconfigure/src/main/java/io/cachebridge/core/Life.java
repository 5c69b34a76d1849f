package io.cachebridge.core;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The life of one value.
 *
 * @param createdAt when it was loaded or put
 * @param freshUntil when it ceases to be served, {@code null} for never
 * @param staleUntil when it ceases to be served for want of a later one, {@code null} if
 * it is not
 */
record Life(Instant createdAt, @Nullable Instant freshUntil, @Nullable Instant staleUntil) {

	/**
	 * Returns how long a store keeps the value.
	 * @return until when, {@code null} for ever
	 */
	@Nullable Instant keptUntil() {
		Instant fresh = this.freshUntil;
		Instant stale = this.staleUntil;
		return (fresh != null && stale != null && stale.isAfter(fresh)) ? stale : fresh;
	}

	/**
	 * Returns how long this process holds the value, from its creation.
	 * @param validators what its source can be asked with
	 * @return the times
	 */
	Lifespan lifespan(Validators validators) {
		return new Lifespan(until(this.freshUntil), until(this.staleUntil), Duration.ZERO, validators);
	}

	private Duration until(@Nullable Instant end) {
		return (end != null) ? Duration.between(this.createdAt, end) : Duration.ZERO;
	}

}

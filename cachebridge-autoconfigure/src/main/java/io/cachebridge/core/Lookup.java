package io.cachebridge.core;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache.ValueWrapper;

/**
 * What was found for one key, and what is needed to store the load that follows if that
 * was nothing.
 *
 * @param ticket the ticket taken before the first look
 * @param hit the value found, {@code null} if none was
 * @param tier where it was found, {@code null} if it was not or is beyond its
 * time-to-live
 * @param reading what the backend held, {@link Reading#UNAVAILABLE} if it was not asked
 * @param transaction the transaction that keeps the load to itself until its commit,
 * {@code null} if the load is for everybody
 * @param ahead what is to be loaded anew in the background, {@code null} if a caller asks
 */
record Lookup(long ticket, @Nullable ValueWrapper hit, @Nullable CacheTier tier, Reading reading,
		@Nullable TransactionScope transaction, @Nullable Reading ahead) {

	static Lookup hit(long ticket, ValueWrapper hit, CacheTier tier) {
		return new Lookup(ticket, hit, tier, Reading.UNAVAILABLE, null, null);
	}

	static Lookup remoteHit(long ticket, ValueWrapper hit, Reading reading) {
		return new Lookup(ticket, hit, CacheTier.REMOTE, reading, null, null);
	}

	static Lookup miss(long ticket, Reading reading) {
		return new Lookup(ticket, null, null, reading, null, null);
	}

	Lookup instead(ValueWrapper stale) {
		return new Lookup(this.ticket, stale, null, this.reading, this.transaction, this.ahead);
	}

	Lookup within(TransactionScope transaction) {
		return new Lookup(this.ticket, this.hit, this.tier, this.reading, transaction, this.ahead);
	}

	Lookup ahead(Reading due) {
		return new Lookup(this.ticket, this.hit, this.tier, this.reading, this.transaction, due);
	}

	/**
	 * Tells whether what was found takes the place of a load.
	 * @return {@code true} if there is a value whose time-to-live is over
	 */
	boolean isStale() {
		return this.hit != null && this.tier == null;
	}

	/**
	 * Tells whether a store has nothing any more that could be loaded anew: a load which
	 * began when it had is not stored.
	 * @return {@code true} if the value has gone, and not only ended
	 */
	boolean isGone() {
		boolean missing = this.reading.status() == Reading.Status.MISS
				|| this.reading.status() == Reading.Status.LEASED;
		return missing && (this.reading.seen() == null || this.reading.seen().isReservation());
	}

	/**
	 * Tells whether nobody waits for the load that follows.
	 * @return {@code true} if it loads a value anew
	 */
	boolean isAhead() {
		return this.ahead != null;
	}

}

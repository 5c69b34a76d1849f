package io.cachebridge.core;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.Percentage;

/**
 * When values are loaded anew before their time-to-live is over. A value with a time of
 * its own is due at the same share of that.
 *
 * @param at the share of its life after which a value is due
 * @param window how long before its end a value with the time-to-live of its cache is
 * due, positive
 */
record RefreshAhead(Percentage at, Duration window) {

	/** Of the window: how often a node looks whether another one has done it. */
	private static final int LOOKS = 10;

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

	static @Nullable RefreshAhead of(CacheSettings settings) {
		RefreshSettings refresh = settings.refresh();
		if (refresh.at() == null || settings.timeToLive().isZero()) {
			return null;
		}
		Duration timeToLive = ValueFormat.atMostLongest(settings.timeToLive());
		return new RefreshAhead(refresh.at(), timeToLive.minus(refresh.at().of(timeToLive)));
	}

	/**
	 * Tells whether a value is to be loaded anew.
	 * @param remaining how long it may still be served, zero for ever
	 * @param life how long it is served in all
	 * @return {@code true} if it is due
	 */
	boolean isDue(Duration remaining, Duration life) {
		return !remaining.isZero() && isOver(untilDue(remaining, life));
	}

	private static boolean isOver(Duration left) {
		return left.isNegative() || left.isZero();
	}

	private Duration untilDue(Duration remaining, Duration life) {
		return remaining.minus(life).plus(untilDue(life));
	}

	/**
	 * Returns how long after its creation a value is due.
	 * @param life how long it is served in all
	 * @return the time
	 */
	Duration untilDue(Duration life) {
		return this.at.of(life);
	}

	/**
	 * Returns the time from one look at a value that is due to the next one, on the same
	 * node.
	 * @return the time, a second at least
	 */
	Duration pause() {
		Duration pause = this.window.dividedBy(LOOKS);
		return (pause.compareTo(SHORTEST_PAUSE) > 0) ? pause : SHORTEST_PAUSE;
	}

	/**
	 * Returns how long other nodes leave a value alone that one loads anew. If that one
	 * dies, there is still time for another.
	 * @return the time
	 */
	Duration claim() {
		return this.window.dividedBy(2);
	}

	/**
	 * Returns how long a copy of a value in a store is served without looking there, so
	 * that it is noticed when the value is due and when it has been loaded anew.
	 * @param remaining how long the value may still be served, zero for ever
	 * @param life how long it is served in all
	 * @return the time, zero for ever
	 */
	Duration ofCopy(Duration remaining, Duration life) {
		if (remaining.isZero()) {
			return remaining;
		}
		Duration untilDue = untilDue(remaining, life);
		if (!isOver(untilDue)) {
			return untilDue;
		}
		return (remaining.compareTo(pause()) < 0) ? remaining : pause();
	}

}

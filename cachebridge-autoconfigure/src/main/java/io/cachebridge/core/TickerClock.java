package io.cachebridge.core;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Shows the readings of a ticker as instants, of which only the differences mean
 * anything.
 */
final class TickerClock extends Clock {

	private final Ticker ticker;

	private final long origin;

	TickerClock(Ticker ticker) {
		this.ticker = ticker;
		this.origin = ticker.read();
	}

	@Override
	public Instant instant() {
		return Instant.EPOCH.plusNanos(this.ticker.read() - this.origin);
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		return this;
	}

}

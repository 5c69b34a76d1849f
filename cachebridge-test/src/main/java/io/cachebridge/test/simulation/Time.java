package io.cachebridge.test.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * How time passes in a program: only when it is told to. Each node has a wall clock of
 * its own.
 */
final class Time {

	private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

	private long nanos;

	long nanos() {
		return this.nanos;
	}

	void advance(Duration duration) {
		this.nanos += duration.toNanos();
	}

	/**
	 * A clock that may be wrong.
	 */
	final class WrongClock extends Clock {

		private Duration error = Duration.ZERO;

		void err(Duration error) {
			this.error = error;
		}

		@Override
		public Instant instant() {
			return START.plusNanos(Time.this.nanos).plus(this.error);
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

}

package io.cachebridge.spi.support;

import java.time.Duration;
import java.time.Instant;

/**
 * A point in time by two clocks: one may be set, the other may stand still while the
 * machine sleeps.
 *
 * @param nanoTime what does not jump
 * @param instant what goes on
 */
record Moment(long nanoTime, Instant instant) {

	boolean isLongBefore(Moment later, Duration time) {
		return later.nanoTime - this.nanoTime > time.toNanos()
				|| Duration.between(this.instant, later.instant).abs().compareTo(time) > 0;
	}

}

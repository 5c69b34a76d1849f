package io.cachebridge.core;

import java.time.Duration;

/**
 * How long a value is held in this process.
 *
 * @param fresh how long it is served, zero for ever
 * @param stale how long it may be served for want of a later value, zero for no longer
 * than it is served anyway
 * @param age how old it is already
 * @param validators what its source can then be asked with whether it has changed
 */
record Lifespan(Duration fresh, Duration stale, Duration age, Validators validators) {

	static Lifespan of(Duration fresh) {
		return new Lifespan(fresh, Duration.ZERO, Duration.ZERO, Validators.NONE);
	}

	boolean staysStale() {
		return !this.fresh.isZero() && this.stale.compareTo(this.fresh) > 0;
	}

}

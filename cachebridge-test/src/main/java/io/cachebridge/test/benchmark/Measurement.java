package io.cachebridge.test.benchmark;

import java.time.Duration;

/**
 * What was measured of one operation.
 *
 * @param operation the operation
 * @param threads how many threads called it, each one call after another
 * @param calls how many calls were made
 * @param failed how many of them failed
 * @param unexpected how many did not fail and gave another answer than they should, as a
 * read that did not find what was written
 * @param busy how long all calls took together
 * @param latencies how long single calls took
 */
public record Measurement(String operation, int threads, long calls, long failed, long unexpected, Duration busy,
		Latencies latencies) {

	/**
	 * Returns how many calls succeeded a second, all threads together, as if these had
	 * done nothing else.
	 * @return the calls a second
	 */
	public double perSecond() {
		return this.busy.isZero() ? 0 : (this.calls - this.failed) * 1e9 * this.threads / this.busy.toNanos();
	}

}

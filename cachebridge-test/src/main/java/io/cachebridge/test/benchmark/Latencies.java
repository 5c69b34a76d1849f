package io.cachebridge.test.benchmark;

import java.time.Duration;

/**
 * How long calls took, failed ones too. Percentiles are at most three percent too high.
 *
 * @param p50 what half of the calls did not exceed
 * @param p90 what 90 percent did not exceed
 * @param p99 what 99 percent did not exceed
 * @param p999 what 99.9 percent did not exceed
 * @param maximum the longest
 */
public record Latencies(Duration p50, Duration p90, Duration p99, Duration p999, Duration maximum) {

	static Latencies of(Histogram histogram) {
		return new Latencies(percentile(histogram, 50), percentile(histogram, 90), percentile(histogram, 99),
				percentile(histogram, 99.9), Duration.ofNanos(histogram.maximum()));
	}

	private static Duration percentile(Histogram histogram, double percent) {
		return Duration.ofNanos(histogram.percentile(percent));
	}

}

package io.cachebridge.test.benchmark;

import java.time.Duration;

/**
 * How a backend is measured.
 *
 * @param threads how many threads call it at a time
 * @param keys how many records there are
 * @param batchSize how many of them {@code getAll} and {@code putAll} are about
 * @param valueBytes how long the content of a record is
 * @param warmUp how long each operation is called before it is measured
 * @param duration how long each operation is measured, zero if a number of calls is
 * @param operations how many calls of each operation are measured, by all threads
 * together; zero if it is measured for a time
 */
public record BenchmarkSettings(int threads, int keys, int batchSize, int valueBytes, Duration warmUp,
		Duration duration, long operations) {

	public BenchmarkSettings {
		requireAtLeast(1, "threads", threads);
		requireAtLeast(threads, "keys", keys);
		requireAtLeast(1, "batchSize", batchSize);
		requireAtLeast(batchSize, "keys", keys);
		requireAtLeast(0, "valueBytes", valueBytes);
		requireAtLeast(0, "operations", operations);
		if (warmUp.isNegative()) {
			throw new IllegalArgumentException("'warmUp' must not be negative but was " + warmUp);
		}
		if (duration.isNegative() || (duration.isZero() && operations == 0)) {
			throw new IllegalArgumentException("'duration' must be positive but was " + duration);
		}
	}

	private static void requireAtLeast(long least, String name, long value) {
		if (value < least) {
			throw new IllegalArgumentException("'%s' must be at least %d but was %d".formatted(name, least, value));
		}
	}

	@Override
	public String toString() {
		return "%d threads, %d keys, values of %d bytes, each operation %s after %s of warm-up".formatted(this.threads,
				this.keys, this.valueBytes, (this.operations > 0) ? this.operations + " times" : seconds(this.duration),
				seconds(this.warmUp));
	}

	private static String seconds(Duration duration) {
		return duration.toMillis() / 1000.0 + " s";
	}

}

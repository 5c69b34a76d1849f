package io.cachebridge.test.benchmark;

import java.time.Duration;

/**
 * What became of the calls of one thread, or of all.
 */
final class Tally {

	private final String operation;

	private final Histogram histogram = new Histogram();

	private final Failures failures;

	private long calls;

	private long unexpected;

	Tally(String operation) {
		this.operation = operation;
		this.failures = new Failures(operation);
	}

	/**
	 * Makes a call and counts it.
	 * @param step what to call
	 * @param number counts the calls of this thread
	 * @param <T> what the call is given
	 */
	<T> void count(Step<T> step, long number) {
		this.calls++;
		try {
			if (!measure(step, step.preparation().apply(number))) {
				this.unexpected++;
			}
		}
		catch (RuntimeException ex) {
			this.failures.add(ex);
		}
	}

	private <T> boolean measure(Step<T> step, T prepared) {
		long begun = System.nanoTime();
		try {
			return step.call().test(prepared);
		}
		finally {
			this.histogram.add(System.nanoTime() - begun);
		}
	}

	void add(Tally other) {
		this.histogram.add(other.histogram);
		this.failures.addAll(other.failures);
		this.calls += other.calls;
		this.unexpected += other.unexpected;
	}

	Failures failures() {
		return this.failures;
	}

	Measurement measurement(int threads) {
		return new Measurement(this.operation, threads, this.calls, this.failures.count(), this.unexpected,
				Duration.ofNanos(this.histogram.total()), Latencies.of(this.histogram));
	}

}

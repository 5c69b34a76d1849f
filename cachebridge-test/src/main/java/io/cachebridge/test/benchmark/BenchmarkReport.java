package io.cachebridge.test.benchmark;

import java.io.PrintStream;
import java.util.List;

/**
 * What a benchmark has found out.
 *
 * @param backend the name of the backend
 * @param settings how it was measured
 * @param measurements what was measured, by operation
 * @param failures everything that failed, whether measured or not
 * @param left how many keys may still be in the store because deleting them failed
 */
public record BenchmarkReport(String backend, BenchmarkSettings settings, List<Measurement> measurements,
		List<Failure> failures, int left) {

	public BenchmarkReport {
		measurements = List.copyOf(measurements);
		failures = List.copyOf(failures);
	}

	/**
	 * Prints the report as a table.
	 * @param out where to
	 */
	public void print(PrintStream out) {
		out.print(this);
		out.flush();
	}

	/**
	 * Returns the report as a JSON object. Times are in nanoseconds.
	 * @return the object, in one line
	 */
	public String toJson() {
		return ReportJson.of(this);
	}

	/**
	 * Returns the report as a table for people.
	 */
	@Override
	public String toString() {
		return ReportTable.of(this);
	}

}

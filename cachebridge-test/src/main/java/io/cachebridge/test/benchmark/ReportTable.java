package io.cachebridge.test.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a report for people.
 */
final class ReportTable {

	private static final String COLUMNS = "%-14s%12s%12s%12s%12s%12s%12s%12s%9s%12s";

	private ReportTable() {
	}

	static String of(BenchmarkReport report) {
		List<String> lines = new ArrayList<>();
		lines.add("Backend %s: %s".formatted(report.backend(), report.settings()));
		lines.add("Times in microseconds, of failed calls too");
		lines.add("");
		lines.add(COLUMNS.formatted("", "per second", "50 %", "90 %", "99 %", "99.9 %", "max", "calls", "failed",
				"unexpected"));
		report.measurements().forEach((measurement) -> lines.add(row(measurement)));
		lines.add("");
		report.failures()
			.forEach((failure) -> lines.add("%s: %d x %s, first: %s".formatted(failure.during(), failure.count(),
					failure.type(), failure.first())));
		if (report.left() > 0) {
			lines.add("%d keys could not be deleted, and expire after a day".formatted(report.left()));
		}
		return String.join(System.lineSeparator(), lines) + System.lineSeparator();
	}

	private static String row(Measurement measurement) {
		Latencies latencies = measurement.latencies();
		return COLUMNS.formatted(measurement.operation(), number(Math.round(measurement.perSecond())),
				microseconds(latencies.p50()), microseconds(latencies.p90()), microseconds(latencies.p99()),
				microseconds(latencies.p999()), microseconds(latencies.maximum()), number(measurement.calls()),
				number(measurement.failed()), number(measurement.unexpected()));
	}

	private static String number(long number) {
		return String.format(Locale.ROOT, "%,d", number);
	}

	private static String microseconds(Duration time) {
		return String.format(Locale.ROOT, "%,.2f", time.toNanos() / 1000.0);
	}

}

package io.cachebridge.test.benchmark;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes a report for programs.
 */
final class ReportJson {

	private ReportJson() {
	}

	static String of(BenchmarkReport report) {
		BenchmarkSettings settings = report.settings();
		return object(field("backend", report.backend()), field("threads", settings.threads()),
				field("keys", settings.keys()), field("batchSize", settings.batchSize()),
				field("valueBytes", settings.valueBytes()), field("warmUp", settings.warmUp().toNanos()),
				field("duration", settings.duration().toNanos()), field("operations", settings.operations()),
				array("measurements", report.measurements(), ReportJson::of),
				array("failures", report.failures(), ReportJson::of), field("left", report.left()));
	}

	private static String of(Measurement measurement) {
		Latencies latencies = measurement.latencies();
		return object(field("operation", measurement.operation()), field("calls", measurement.calls()),
				field("failed", measurement.failed()), field("unexpected", measurement.unexpected()),
				name("perSecond") + String.format(Locale.ROOT, "%.1f", measurement.perSecond()),
				field("p50", latencies.p50().toNanos()), field("p90", latencies.p90().toNanos()),
				field("p99", latencies.p99().toNanos()), field("p999", latencies.p999().toNanos()),
				field("max", latencies.maximum().toNanos()));
	}

	private static String of(Failure failure) {
		return object(field("during", failure.during()), field("type", failure.type()), field("count", failure.count()),
				field("first", failure.first()));
	}

	private static String object(String... fields) {
		return "{" + String.join(",", fields) + "}";
	}

	private static <T> String array(String name, List<T> elements, Function<T, String> writer) {
		return name(name) + elements.stream().map(writer).collect(Collectors.joining(",", "[", "]"));
	}

	private static String field(String name, long value) {
		return name(name) + value;
	}

	private static String field(String name, String value) {
		return name(name) + quoted(value);
	}

	private static String name(String name) {
		return quoted(name) + ":";
	}

	private static String quoted(String text) {
		StringBuilder quoted = new StringBuilder("\"");
		text.chars().forEach((each) -> {
			if (each == '"' || each == '\\') {
				quoted.append('\\').append((char) each);
			}
			else if (each < ' ' || Character.isSurrogate((char) each)) {
				quoted.append(String.format(Locale.ROOT, "\\u%04x", each));
			}
			else {
				quoted.append((char) each);
			}
		});
		return quoted.append('"').toString();
	}

}

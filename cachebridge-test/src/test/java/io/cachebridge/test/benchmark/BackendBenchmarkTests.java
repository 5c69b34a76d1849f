package io.cachebridge.test.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.test.FaultyBackend;
import io.cachebridge.test.SharedStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BackendBenchmarkTests {

	private static final List<String> OPERATIONS = List.of("put", "putAll of 5", "putIf", "delete", "get (hit)",
			"get (miss)", "getAll of 5");

	private final SharedStore store = new SharedStore();

	private final FaultyBackend backend = new FaultyBackend(this.store);

	@Test
	void makesAsManyCallsAsAskedFor() {
		BenchmarkReport report = benchmark(this.backend).operations(101).run();
		assertThat(report.measurements()).extracting(Measurement::operation).containsExactlyElementsOf(OPERATIONS);
		assertThat(report.measurements()).allSatisfy((measurement) -> {
			assertThat(measurement.calls()).isEqualTo(101);
			assertThat(measurement.failed()).isZero();
			assertThat(measurement.unexpected()).isZero();
			assertThat(measurement.perSecond()).isPositive();
			assertInOrder(measurement.latencies());
		});
		assertThat(report.failures()).isEmpty();
		assertThat(this.backend.count("get")).isEqualTo(202);
		assertThat(this.backend.count("putIf")).isEqualTo(101);
		assertThat(this.backend.count("getAll")).isEqualTo(101);
	}

	@Test
	void callsForSomeTimeAfterWarmUp() {
		BenchmarkReport report = benchmark(this.store).warmUp(Duration.ofMillis(1))
			.duration(Duration.ofMillis(5))
			.run();
		assertThat(report.measurements()).hasSameSizeAs(OPERATIONS)
			.allSatisfy((measurement) -> assertThat(measurement.calls()).isPositive());
		assertThat(report.failures()).isEmpty();
	}

	@Test
	void leavesNothingAndTouchesNothingElse() {
		StoredRecord other = new BenchmarkRecords(new BenchmarkSettings(1, 1, 1, 1, Duration.ZERO, Duration.ZERO, 1))
			.next();
		this.store.put("other", other);
		assertThat(benchmark(this.store).run().left()).isZero();
		try (Stream<String> keys = this.store.keys("")) {
			assertThat(keys).containsExactly("other");
		}
		assertThat(this.store.get("other")).isEqualTo(other);
	}

	@Test
	void showsFailures() {
		this.backend.failAll();
		BenchmarkReport report = benchmark(this.backend).run();
		assertThat(report.measurements()).hasSameSizeAs(OPERATIONS).allSatisfy((measurement) -> {
			assertThat(measurement.failed()).isEqualTo(measurement.calls()).isEqualTo(20);
			assertThat(measurement.perSecond()).isZero();
		});
		assertThat(report.failures()).extracting(Failure::during)
			.contains("preparation", "removal")
			.containsAll(OPERATIONS);
		assertThat(report.failures()).allSatisfy((failure) -> {
			assertThat(failure.type()).isEqualTo("BackendUnavailableException");
			assertThat(failure.first()).contains("asked to fail");
		});
		assertThat(report.left()).isEqualTo(60);
		assertThat(printed(report)).contains("put: 20 x BackendUnavailableException, first: put of backend 'faulty'",
				"60 keys could not be deleted");
	}

	@Test
	void goesOnAfterSingleFailures() {
		this.backend.failNext("putIf", 3);
		BenchmarkReport report = benchmark(this.backend).run();
		assertThat(report.failures()).singleElement().satisfies((failure) -> {
			assertThat(failure.during()).isEqualTo("putIf");
			assertThat(failure.count()).isEqualTo(3);
		});
		assertThat(report.left()).isZero();
	}

	@Test
	void showsAnswersThatAreWrong() {
		BenchmarkReport report = benchmark(new Forgetful()).run();
		assertThat(report.measurements()).filteredOn((measurement) -> measurement.unexpected() == 20)
			.extracting(Measurement::operation)
			.containsExactly("delete", "get (hit)", "getAll of 5");
		assertThat(report.measurements()).extracting(Measurement::operation).doesNotContain("putIf");
	}

	@Test
	void printsTable() {
		String[] lines = printed(benchmark(this.store).run()).split(System.lineSeparator());
		assertThat(lines[0]).isEqualTo(
				"Backend store: 3 threads, 20 keys, values of 10 bytes, each operation 20 times after 0.0 s of warm-up");
		assertThat(lines[3]).matches("\\s+per second\\s+50 %\\s+90 %\\s+99 %\\s+99.9 %\\s+max\\s+calls.*");
		assertThat(lines).hasSize(4 + OPERATIONS.size());
		assertThat(lines[4]).matches("put( +[0-9,.]+){6} +20 +0 +0");
	}

	@Test
	void writesJson() {
		this.backend.failNext("putAll", 1);
		BenchmarkReport report = benchmark(this.backend).named("a \"b\" \\\n\u2028😀").run();
		JsonNode json = new JsonMapper().readTree(report.toJson());
		assertThat(json.get("backend").asString()).isEqualTo(report.backend());
		assertThat(json.get("operations").asLong()).isEqualTo(20);
		assertThat(json.get("measurements")).hasSameSizeAs(OPERATIONS).allSatisfy((measurement) -> {
			assertThat(measurement.get("calls").asLong()).isEqualTo(20);
			assertThat(measurement.get("perSecond").isNumber()).isTrue();
			assertThat(measurement.get("p999").asLong()).isLessThanOrEqualTo(measurement.get("max").asLong());
		});
		assertThat(json.get("failures").get(0).get("during").asString()).isEqualTo("putAll of 5");
	}

	@Test
	void refusesWhatCannotBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> benchmark(this.store).threads(0).run())
			.withMessage("'threads' must be at least 1 but was 0");
		assertThatIllegalArgumentException().isThrownBy(() -> benchmark(this.store).keys(2).run())
			.withMessage("'keys' must be at least 3 but was 2");
		assertThatIllegalArgumentException().isThrownBy(() -> benchmark(this.store).duration(Duration.ZERO).run())
			.withMessage("'duration' must be positive but was PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> benchmark(new Forgetful()).valueBytes(101).run())
			.withMessage("'valueBytes' must be at most 100 for this backend but was 101");
	}

	private static BackendBenchmark benchmark(CacheBackend backend) {
		return BackendBenchmark.over(backend)
			.named("store")
			.threads(3)
			.keys(20)
			.batchSize(5)
			.valueBytes(10)
			.warmUp(Duration.ZERO)
			.operations(20);
	}

	private static String printed(BenchmarkReport report) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		report.print(new PrintStream(out, true, StandardCharsets.UTF_8));
		return out.toString(StandardCharsets.UTF_8);
	}

	private static void assertInOrder(Latencies latencies) {
		assertThat(List.of(Duration.ZERO, latencies.p50(), latencies.p90(), latencies.p99(), latencies.p999(),
				latencies.maximum()))
			.isSorted();
	}

	/**
	 * Holds nothing.
	 */
	private static final class Forgetful implements CacheBackend {

		@Override
		public StoredRecord get(String key) {
			return null;
		}

		@Override
		public void put(String key, StoredRecord record) {
		}

		@Override
		public Removal delete(String key) {
			return Removal.ABSENT;
		}

		@Override
		public BackendHealth health() {
			return BackendHealth.up(Duration.ZERO);
		}

		@Override
		public Set<Capability> capabilities() {
			return Set.of();
		}

		@Override
		public Limits limits() {
			return new Limits(128, 100);
		}

	}

}

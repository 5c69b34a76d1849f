package io.cachebridge.test.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.support.ParallelCalls;

/**
 * Measures how many calls of a backend are made a second, and how long they take:
 *
 * <pre class="code">
 * BackendBenchmark.over(new AcmeBackend()).run().print(System.out);
 * </pre>
 * <p>
 * Every thread makes one call after another and waits for its answer, so that a store
 * that stalls shows as a few slow calls, not as all those that would have come meanwhile.
 * Calls that fail are counted and told, with the time that they took; the benchmark goes
 * on. Content is random. All keys have a beginning that nothing else has, and are deleted
 * in the end; what cannot be deleted is told, and expires after a day.
 */
public final class BackendBenchmark {

	private static final int FAILURES_TO_GIVE_UP = 3;

	private final CacheBackend backend;

	private String name;

	private int threads = 4;

	private int keys = 1000;

	private int batchSize = 50;

	private int valueBytes = 1024;

	private Duration warmUp = Duration.ofSeconds(2);

	private Duration duration = Duration.ofSeconds(5);

	private long operations;

	private BackendBenchmark(CacheBackend backend) {
		this.backend = backend;
		this.name = backend.getClass().getSimpleName();
	}

	/**
	 * Describes a benchmark: four threads, 1000 records of one kilobyte, batches of 50,
	 * each operation for five seconds after two of warm-up.
	 * @param backend the backend, which is not closed
	 * @return the benchmark
	 */
	public static BackendBenchmark over(CacheBackend backend) {
		return new BackendBenchmark(backend);
	}

	/**
	 * Sets what the report calls the backend.
	 * @param backendName the name, that of its class unless set
	 * @return this benchmark
	 */
	public BackendBenchmark named(String backendName) {
		this.name = backendName;
		return this;
	}

	/**
	 * Sets how many threads call the backend at a time.
	 * @param number the number of threads
	 * @return this benchmark
	 */
	public BackendBenchmark threads(int number) {
		this.threads = number;
		return this;
	}

	/**
	 * Sets how many records there are.
	 * @param number the number of records, at least that of threads and the size of a
	 * batch
	 * @return this benchmark
	 */
	public BackendBenchmark keys(int number) {
		this.keys = number;
		return this;
	}

	/**
	 * Sets how many records {@code getAll} and {@code putAll} are about.
	 * @param size the size of a batch
	 * @return this benchmark
	 */
	public BackendBenchmark batchSize(int size) {
		this.batchSize = size;
		return this;
	}

	/**
	 * Sets how long the content of a record is.
	 * @param bytes the number of bytes
	 * @return this benchmark
	 */
	public BackendBenchmark valueBytes(int bytes) {
		this.valueBytes = bytes;
		return this;
	}

	/**
	 * Sets how long each operation is called before it is measured.
	 * @param time the time, zero for no warm-up
	 * @return this benchmark
	 */
	public BackendBenchmark warmUp(Duration time) {
		this.warmUp = time;
		return this;
	}

	/**
	 * Measures each operation for a time, whatever the number of calls.
	 * @param time the time
	 * @return this benchmark
	 */
	public BackendBenchmark duration(Duration time) {
		this.duration = time;
		this.operations = 0;
		return this;
	}

	/**
	 * Measures a number of calls of each operation, however long that takes.
	 * @param number the number of calls, of all threads together
	 * @return this benchmark
	 */
	public BackendBenchmark operations(long number) {
		this.operations = number;
		this.duration = Duration.ZERO;
		return this;
	}

	/**
	 * Measures, and removes what was written.
	 * @return what was measured
	 * @throws IllegalArgumentException if something was set that cannot be
	 */
	public BenchmarkReport run() {
		BenchmarkSettings settings = new BenchmarkSettings(this.threads, this.keys, this.batchSize, this.valueBytes,
				this.warmUp, this.duration, this.operations);
		if (this.valueBytes > this.backend.limits().maximumContentBytes()) {
			throw new IllegalArgumentException("'valueBytes' must be at most %d for this backend but was %d"
				.formatted(this.backend.limits().maximumContentBytes(), this.valueBytes));
		}
		BenchmarkRecords records = new BenchmarkRecords(settings);
		List<Measurement> measurements = new ArrayList<>();
		List<Failure> failures = new ArrayList<>();
		int left;
		// Writes go first, so that what a client does at its first call does not cost the
		// records that are read
		try (BenchmarkThreads calling = new BenchmarkThreads(settings)) {
			Workload workload = new Workload(this.backend, records);
			measure(workload.writes(this.batchSize), calling, measurements, failures);
			failures.addAll(write(records).all());
			measure(workload.reads(this.batchSize), calling, measurements, failures);
		}
		finally {
			left = remove(records, failures);
		}
		return new BenchmarkReport(this.name, settings, measurements, failures, left);
	}

	private Failures write(BenchmarkRecords records) {
		Failures failures = new Failures("preparation");
		for (List<String> batch : records.batches()) {
			try {
				this.backend.putAll(records.next(batch));
			}
			catch (RuntimeException ex) {
				failures.add(ex);
				if (failures.count() == FAILURES_TO_GIVE_UP) {
					return failures;
				}
			}
		}
		return failures;
	}

	private void measure(Map<String, IntFunction<Step<?>>> operations, BenchmarkThreads calling,
			List<Measurement> measurements, List<Failure> failures) {
		operations.forEach((operation, steps) -> {
			Tally warmUp = new Tally(operation + ", warm-up");
			Tally measured = calling.measure(operation, steps, warmUp);
			measurements.add(measured.measurement(this.threads));
			failures.addAll(warmUp.failures().all());
			failures.addAll(measured.failures().all());
		});
	}

	private int remove(BenchmarkRecords records, List<Failure> failures) {
		Failures failed = new Failures("removal");
		AtomicInteger left = new AtomicInteger();
		try (ParallelCalls calls = new ParallelCalls("cachebridge-benchmark-removal", this.threads)) {
			calls.each(records.written(), (key) -> remove(key, failed, left));
		}
		failures.addAll(failed.all());
		return left.get();
	}

	private void remove(String key, Failures failed, AtomicInteger left) {
		if (left.get() >= FAILURES_TO_GIVE_UP) {
			left.incrementAndGet();
			return;
		}
		try {
			this.backend.delete(key);
		}
		catch (RuntimeException ex) {
			left.incrementAndGet();
			synchronized (failed) {
				failed.add(ex);
			}
		}
	}

}

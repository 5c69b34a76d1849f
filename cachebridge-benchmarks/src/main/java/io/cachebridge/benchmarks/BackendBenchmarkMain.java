package io.cachebridge.benchmarks;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.test.benchmark.BackendBenchmark;
import io.cachebridge.test.benchmark.BenchmarkReport;

/**
 * Measures a backend as an application has it: {@code --benchmark.backend=redis} and any
 * other properties.
 */
public final class BackendBenchmarkMain {

	private BackendBenchmarkMain() {
	}

	public static void main(String[] args) {
		try (BenchmarkNode node = BenchmarkNode.run(args)) {
			Options options = Binder.get(node.bean(Environment.class))
				.bindOrCreate("benchmark", Bindable.of(Options.class));
			BenchmarkReport report = options.run(node.bean(BackendRegistry.class));
			if (options.json()) {
				System.out.println(report.toJson());
			}
			else {
				report.print(System.out);
			}
		}
	}

	/**
	 * What {@code --benchmark.*} says.
	 *
	 * @param backend the name of the backend
	 * @param threads how many threads call it at a time
	 * @param keys how many records there are
	 * @param batchSize how many of them a batch has
	 * @param valueBytes how long the content of a record is
	 * @param warmUp how long each operation is called before it is measured
	 * @param duration how long it is measured
	 * @param json whether to print the report for programs
	 */
	record Options(@DefaultValue("memory") String backend, @DefaultValue("4") int threads,
			@DefaultValue("1000") int keys, @DefaultValue("50") int batchSize, @DefaultValue("1024") int valueBytes,
			@DefaultValue("2s") Duration warmUp, @DefaultValue("5s") Duration duration, boolean json) {

		BenchmarkReport run(BackendRegistry backends) {
			return BackendBenchmark.over(backends.get(this.backend))
				.named(this.backend)
				.threads(this.threads)
				.keys(this.keys)
				.batchSize(this.batchSize)
				.valueBytes(this.valueBytes)
				.warmUp(this.warmUp)
				.duration(this.duration)
				.run();
		}

	}

}

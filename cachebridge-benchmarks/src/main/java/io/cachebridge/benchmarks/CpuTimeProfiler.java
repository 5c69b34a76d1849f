package io.cachebridge.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Reports the processor time that a call costs, all threads of the process included, and
 * of all iterations the one that was disturbed least. On a machine that does other things
 * as well it still tells what the wall clock does not.
 */
public final class CpuTimeProfiler implements InternalProfiler {

	private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

	private long start;

	@Override
	public String getDescription() {
		return "Processor time per operation";
	}

	@Override
	public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
		this.start = this.system.getProcessCpuTime();
	}

	@Override
	public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
			IterationResult result) {
		double nanos = this.system.getProcessCpuTime() - this.start;
		TimeUnit unit = benchmark.getTimeUnit();
		double perOperation = nanos / unit.toNanos(1) / result.getMetadata().getAllOps();
		String label = (unit == TimeUnit.NANOSECONDS) ? "ns/op" : "us/op";
		return List.of(new ScalarResult("cpu", perOperation, label, AggregationPolicy.MIN));
	}

}

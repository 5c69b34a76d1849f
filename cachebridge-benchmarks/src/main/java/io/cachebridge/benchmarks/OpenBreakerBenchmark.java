package io.cachebridge.benchmarks;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CircuitBreakerStatus;

/**
 * What a call costs whose store is gone and left alone: a miss, and the loader.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class OpenBreakerBenchmark {

	private static final int WORK = 20;

	private final Callable<String> loader = () -> {
		Blackhole.consumeCPU(WORK);
		return "loaded";
	};

	private @Nullable BenchmarkNode node;

	private @Nullable CacheBridgeCache cache;

	@Setup
	public void open() {
		BenchmarkNode started = BenchmarkNode.start("cachebridge.default-backend=redis", "spring.data.redis.port=1",
				"cachebridge.redis.circuit-breaker.open=1d", "cachebridge.defaults.local.enabled=false",
				"cachebridge.backplane.type=none");
		this.node = started;
		CacheBridgeCacheManager manager = started.bean(CacheBridgeCacheManager.class);
		CacheBridgeCache opened = Objects.requireNonNull(manager.getCache("gone"));
		this.cache = opened;
		for (int i = 0; i < 100; i++) {
			opened.get(i, this.loader);
		}
		CircuitBreakerStatus status = manager.circuitBreakers().get("redis");
		if (status == null || status.state() != CircuitBreakerStatus.State.OPEN) {
			throw new IllegalStateException("The circuit breaker is not open but " + status);
		}
	}

	@TearDown
	public void close() {
		Objects.requireNonNull(this.node).close();
	}

	@Benchmark
	public String loader() throws Exception {
		return this.loader.call();
	}

	@Benchmark
	public @Nullable String loaderThroughCache(Cursor cursor) {
		return Objects.requireNonNull(this.cache).get(cursor.next(), this.loader);
	}

}

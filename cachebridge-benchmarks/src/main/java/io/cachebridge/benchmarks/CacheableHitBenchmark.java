package io.cachebridge.benchmarks;

import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * What a call of a {@code @Cacheable} method costs whose value is in this process.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CacheableHitBenchmark {

	/** Whose cache it is. */
	@Param({ "CAFFEINE", "CACHEBRIDGE" })
	public Caches caches = Caches.CACHEBRIDGE;

	private final Order[] orders = new Order[Cursor.KEYS];

	private @Nullable BenchmarkNode node;

	private Orders service = new Orders();

	@Setup
	public void fill() {
		this.node = (this.caches == Caches.CAFFEINE) ? BenchmarkNode.start("spring.cache.type=caffeine",
				"spring.cache.caffeine.spec=maximumSize=10000,expireAfterWrite=10m") : BenchmarkNode.start();
		this.service = this.node.bean(Orders.class);
		for (int i = 0; i < Cursor.KEYS; i++) {
			this.orders[i] = new Order(100_000L + i);
			this.service.byId(this.orders[i].id());
			this.service.byExpression(this.orders[i]);
		}
		this.service.all();
	}

	@TearDown
	public void close() {
		Objects.requireNonNull(this.node).close();
	}

	@Benchmark
	public String noArgument() {
		return this.service.all();
	}

	@Benchmark
	public String oneArgument(Cursor cursor) {
		return this.service.byId(this.orders[cursor.next()].id());
	}

	@Benchmark
	public String expression(Cursor cursor) {
		return this.service.byExpression(this.orders[cursor.next()]);
	}

	/**
	 * Whose cache it is.
	 */
	public enum Caches {

		/** Spring's, over Caffeine. */
		CAFFEINE,

		/** The starter's. */
		CACHEBRIDGE

	}

	/**
	 * A service with cached methods.
	 */
	@Service
	static class Orders {

		@Cacheable("all")
		String all() {
			return "all";
		}

		@Cacheable("by-id")
		String byId(Long id) {
			return "order " + id;
		}

		@Cacheable(cacheNames = "by-expression", key = "#order.id")
		String byExpression(Order order) {
			return "order " + order.id();
		}

	}

	/**
	 * An argument that holds the key.
	 *
	 * @param id the key
	 */
	public record Order(Long id) {

	}

}

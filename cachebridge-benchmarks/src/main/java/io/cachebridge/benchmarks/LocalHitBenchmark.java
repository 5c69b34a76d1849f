package io.cachebridge.benchmarks;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Caffeine;
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
import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.cache.concurrent.ConcurrentMapCache;

/**
 * What it costs to find a value in this process.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LocalHitBenchmark {

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	/** The type of the keys. */
	@Param({ "LONG", "STRING" })
	public KeyType keyType = KeyType.LONG;

	private final Object[] keys = new Object[Cursor.KEYS];

	private final ConcurrentHashMap<Object, Object> map = new ConcurrentHashMap<>();

	private final com.github.benmanes.caffeine.cache.Cache<Object, Object> caffeineBySize = Caffeine.newBuilder()
		.maximumSize(10_000)
		.build();

	private final com.github.benmanes.caffeine.cache.Cache<Object, Object> caffeineExpiring = Caffeine.newBuilder()
		.maximumSize(10_000)
		.expireAfterWrite(TIME_TO_LIVE)
		.build();

	private final Cache springMap = new ConcurrentMapCache("map");

	private final Cache springCaffeine = new CaffeineCache("caffeine",
			Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(TIME_TO_LIVE).build());

	private final BenchmarkNode node = BenchmarkNode.start();

	private final Cache cacheBridge = this.node.cache("local");

	@Setup
	public void fill() {
		for (int i = 0; i < Cursor.KEYS; i++) {
			Object key = this.keyType.key(100_000L + i);
			this.keys[i] = key;
			Object value = "value " + i;
			this.map.put(key, value);
			this.caffeineBySize.put(key, value);
			this.caffeineExpiring.put(key, value);
			this.springMap.put(key, value);
			this.springCaffeine.put(key, value);
			this.cacheBridge.put(key, value);
		}
	}

	@TearDown
	public void close() {
		this.node.close();
	}

	@Benchmark
	public @Nullable Object concurrentHashMap(Cursor cursor) {
		return this.map.get(this.keys[cursor.next()]);
	}

	@Benchmark
	public @Nullable Object caffeineBySize(Cursor cursor) {
		return this.caffeineBySize.getIfPresent(this.keys[cursor.next()]);
	}

	@Benchmark
	public @Nullable Object caffeineExpiring(Cursor cursor) {
		return this.caffeineExpiring.getIfPresent(this.keys[cursor.next()]);
	}

	@Benchmark
	public Cache.@Nullable ValueWrapper springConcurrentMap(Cursor cursor) {
		return this.springMap.get(this.keys[cursor.next()]);
	}

	@Benchmark
	public Cache.@Nullable ValueWrapper springCaffeineExpiring(Cursor cursor) {
		return this.springCaffeine.get(this.keys[cursor.next()]);
	}

	@Benchmark
	public Cache.@Nullable ValueWrapper cacheBridge(Cursor cursor) {
		return this.cacheBridge.get(this.keys[cursor.next()]);
	}

	/**
	 * The type of the keys.
	 */
	public enum KeyType {

		/** Boxed numbers. */
		LONG,

		/** Texts of eleven characters. */
		STRING;

		Object key(long number) {
			return (this == LONG) ? (Object) number : "key:" + number + ":";
		}

	}

}

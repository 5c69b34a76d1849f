package io.cachebridge.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
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
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.serializer.GenericJacksonJsonRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.codec.Codecs;
import io.cachebridge.core.ValueTypes;
import io.cachebridge.spi.ValueCodec;

/**
 * What it costs to read and write a value of one kilobyte in a Redis on this machine,
 * with nothing kept in this process. Whatever is written can be read when the call
 * returns. All use clients with the resources that Boot gives them, and so with the same
 * observations.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 6, time = 1)
public class RedisBenchmark {

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	private static final SetArgs EXPIRING = SetArgs.Builder.px(TIME_TO_LIVE);

	private final RedisProcess redis = RedisProcess.start();

	private final BenchmarkNode node = BenchmarkNode.start(properties("auto"));

	private final BenchmarkNode unconnectedNode = BenchmarkNode.start(properties("none"));

	private final RedisClient client = RedisClient.create(this.node.bean(ClientResources.class),
			RedisURI.create("127.0.0.1", this.redis.port()));

	private final StatefulRedisConnection<byte[], byte[]> connection = this.client.connect(ByteArrayCodec.INSTANCE);

	private final RedisCommands<byte[], byte[]> lettuce = this.connection.sync();

	private final ObjectWriter writer = new JsonMapper().writerFor(Invoice.class);

	private final ObjectReader reader = new JsonMapper().readerFor(Invoice.class);

	private final ValueCodec codec = this.node.bean(Codecs.class).get("json");

	private final Cache spring = springCache(this.node.bean(RedisConnectionFactory.class));

	private final Cache cacheBridge = this.node.cache("invoices");

	private final Cache cacheBridgeWithoutBackplane = this.unconnectedNode.cache("invoices");

	private final Invoice[] invoices = new Invoice[Cursor.KEYS];

	private final byte[][] bytes = new byte[Cursor.KEYS][];

	private final byte[][] jacksonKeys = new byte[Cursor.KEYS][];

	private final byte[][] codecKeys = new byte[Cursor.KEYS][];

	private final String[] keys = new String[Cursor.KEYS];

	private String[] properties(String backplane) {
		return new String[] { "spring.data.redis.port=" + this.redis.port(), "cachebridge.default-backend=redis",
				"cachebridge.defaults.local.enabled=off", "cachebridge.backplane.type=" + backplane };
	}

	private static Cache springCache(RedisConnectionFactory factory) {
		GenericJacksonJsonRedisSerializer json = GenericJacksonJsonRedisSerializer
			.create((builder) -> builder.enableUnsafeDefaultTyping());
		RedisCacheManager manager = RedisCacheManager
			.builder(RedisCacheWriter.create(factory, (writer) -> writer.immediateWrites()))
			.cacheDefaults(RedisCacheConfiguration.defaultCacheConfig()
				.entryTtl(TIME_TO_LIVE)
				.serializeValuesWith(SerializationPair.fromSerializer(json)))
			.build();
		manager.afterPropertiesSet();
		Cache cache = manager.getCache("spring");
		if (cache == null) {
			throw new IllegalStateException("No cache");
		}
		return cache;
	}

	@Setup
	public void fill() {
		this.node.bean(ValueTypes.class).declare(List.of("invoices"), Invoice.class);
		this.unconnectedNode.bean(ValueTypes.class).declare(List.of("invoices"), Invoice.class);
		for (int i = 0; i < Cursor.KEYS; i++) {
			this.invoices[i] = Invoice.of(100_000L + i);
			this.keys[i] = "invoice:" + (100_000 + i);
			this.jacksonKeys[i] = ("jackson:" + this.keys[i]).getBytes(StandardCharsets.UTF_8);
			this.codecKeys[i] = ("codec:" + this.keys[i]).getBytes(StandardCharsets.UTF_8);
			this.bytes[i] = this.writer.writeValueAsBytes(this.invoices[i]);
			this.lettuce.set(this.jacksonKeys[i], this.bytes[i], EXPIRING);
			this.lettuce.set(this.codecKeys[i], this.codec.encode(this.invoices[i], Invoice.class), EXPIRING);
			this.spring.put(this.keys[i], this.invoices[i]);
			this.cacheBridge.put(this.keys[i], this.invoices[i]);
		}
	}

	@TearDown
	public void close() {
		this.connection.close();
		this.client.shutdown();
		this.unconnectedNode.close();
		this.node.close();
		this.redis.close();
	}

	@Benchmark
	public byte @Nullable [] getLettuce(Cursor cursor) {
		return this.lettuce.get(this.jacksonKeys[cursor.next()]);
	}

	@Benchmark
	public Object getLettuceJackson(Cursor cursor) {
		return this.reader.readValue(this.lettuce.get(this.jacksonKeys[cursor.next()]));
	}

	@Benchmark
	public Object getLettuceCodec(Cursor cursor) {
		return this.codec.decode(this.lettuce.get(this.codecKeys[cursor.next()]), Invoice.class);
	}

	@Benchmark
	public Cache.@Nullable ValueWrapper getSpring(Cursor cursor) {
		return this.spring.get(this.keys[cursor.next()]);
	}

	@Benchmark
	public Cache.@Nullable ValueWrapper getCacheBridge(Cursor cursor) {
		return this.cacheBridge.get(this.keys[cursor.next()]);
	}

	@Benchmark
	public @Nullable String putLettuce(Cursor cursor) {
		int i = cursor.next();
		return this.lettuce.set(this.jacksonKeys[i], this.bytes[i], EXPIRING);
	}

	@Benchmark
	public @Nullable String putLettuceJackson(Cursor cursor) {
		int i = cursor.next();
		return this.lettuce.set(this.jacksonKeys[i], this.writer.writeValueAsBytes(this.invoices[i]), EXPIRING);
	}

	@Benchmark
	public @Nullable String putLettuceCodec(Cursor cursor) {
		int i = cursor.next();
		return this.lettuce.set(this.codecKeys[i], this.codec.encode(this.invoices[i], Invoice.class), EXPIRING);
	}

	@Benchmark
	public void putSpring(Cursor cursor) {
		int i = cursor.next();
		this.spring.put(this.keys[i], this.invoices[i]);
	}

	@Benchmark
	public void putCacheBridge(Cursor cursor) {
		int i = cursor.next();
		this.cacheBridge.put(this.keys[i], this.invoices[i]);
	}

	@Benchmark
	public void putCacheBridgeWithoutBackplane(Cursor cursor) {
		int i = cursor.next();
		this.cacheBridgeWithoutBackplane.put(this.keys[i], this.invoices[i]);
	}

}

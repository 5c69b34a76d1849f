package io.cachebridge.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.fory.Fory;
import org.apache.fory.ThreadSafeFory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.smile.SmileMapper;

import io.cachebridge.codec.ForyCodec;
import io.cachebridge.codec.JdkCodec;
import io.cachebridge.codec.JsonCodec;
import io.cachebridge.codec.SmileCodec;
import io.cachebridge.codec.TypeAllowList;
import io.cachebridge.spi.ValueCodec;

/**
 * What it costs to turn a value into bytes and back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {

	private final Invoice invoice = Invoice.of(100_000);

	private final ObjectWriter writer = new JsonMapper().writerFor(Invoice.class);

	private final ObjectReader reader = new JsonMapper().readerFor(Invoice.class);

	private final byte[] jacksonBytes = this.writer.writeValueAsBytes(this.invoice);

	private final TypeAllowList allowed = new TypeAllowList(List.of(Invoice.class.getPackageName()));

	private final ValueCodec json = new JsonCodec(new JsonMapper(), this.allowed);

	private final byte[] jsonBytes = this.json.encode(this.invoice, Invoice.class);

	private final ValueCodec jdk = new JdkCodec(this.allowed);

	private final byte[] jdkBytes = this.jdk.encode(this.invoice, Invoice.class);

	private final ObjectWriter smileWriter = new SmileMapper().writerFor(Invoice.class);

	private final ObjectReader smileReader = new SmileMapper().readerFor(Invoice.class);

	private final byte[] jacksonSmileBytes = this.smileWriter.writeValueAsBytes(this.invoice);

	private final ValueCodec smile = new SmileCodec(new JsonMapper(), this.allowed);

	private final byte[] smileBytes = this.smile.encode(this.invoice, Invoice.class);

	private final ThreadSafeFory plainFory = plainFory();

	private final byte[] plainForyBytes = this.plainFory.serialize(this.invoice);

	private final ValueCodec fory = new ForyCodec(this.allowed, List.of(Invoice.class.getName()));

	private final byte[] foryBytes = this.fory.encode(this.invoice, Invoice.class);

	private static ThreadSafeFory plainFory() {
		ThreadSafeFory fory = Fory.builder()
			.withXlang(false)
			.withCompatible(true)
			.withRefTracking(false)
			.requireClassRegistration(true)
			.buildThreadSafeFory();
		Stream.concat(Stream.of(Invoice.class), Stream.of(Invoice.class.getDeclaredClasses()))
			.forEach((type) -> fory.register(type, type.getPackageName(),
					type.getName().substring(type.getPackageName().length() + 1)));
		return fory;
	}

	@Benchmark
	public byte[] encodeJacksonSmile() {
		return this.smileWriter.writeValueAsBytes(this.invoice);
	}

	@Benchmark
	public byte[] encodeSmile() {
		return this.smile.encode(this.invoice, Invoice.class);
	}

	@Benchmark
	public byte[] encodePlainFory() {
		return this.plainFory.serialize(this.invoice);
	}

	@Benchmark
	public byte[] encodeFory() {
		return this.fory.encode(this.invoice, Invoice.class);
	}

	@Benchmark
	public Object decodeJacksonSmile() {
		return this.smileReader.readValue(this.jacksonSmileBytes);
	}

	@Benchmark
	public Object decodeSmile() {
		return this.smile.decode(this.smileBytes, Invoice.class);
	}

	@Benchmark
	public Object decodePlainFory() {
		return this.plainFory.deserialize(this.plainForyBytes);
	}

	@Benchmark
	public Object decodeFory() {
		return this.fory.decode(this.foryBytes, Invoice.class);
	}

	@Benchmark
	public byte[] encodeJackson() {
		return this.writer.writeValueAsBytes(this.invoice);
	}

	@Benchmark
	public byte[] encodeJson() {
		return this.json.encode(this.invoice, Invoice.class);
	}

	@Benchmark
	public byte[] encodeJdk() {
		return this.jdk.encode(this.invoice, Invoice.class);
	}

	@Benchmark
	public Object decodeJackson() {
		return this.reader.readValue(this.jacksonBytes);
	}

	@Benchmark
	public Object decodeJson() {
		return this.json.decode(this.jsonBytes, Invoice.class);
	}

	@Benchmark
	public Object decodeJdk() {
		return this.jdk.decode(this.jdkBytes, Invoice.class);
	}

}

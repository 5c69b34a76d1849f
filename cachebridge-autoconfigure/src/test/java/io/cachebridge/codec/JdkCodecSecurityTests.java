package io.cachebridge.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.cachebridge.codecanary.Alarm;
import io.cachebridge.codecanary.SerialCanary;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link JdkCodec} touches nothing that is not allowed.
 */
class JdkCodecSecurityTests {

	private final RecordingClassLoader loader = new RecordingClassLoader();

	private final JdkCodec codec = new JdkCodec(new TypeAllowList(List.of("io.cachebridge.codec")), this.loader);

	static Stream<Arguments> crafted() throws Exception {
		SerialCanary canary = new SerialCanary();
		Object proxy = Proxy.newProxyInstance(JdkCodecSecurityTests.class.getClassLoader(),
				new Class<?>[] { Comparable.class }, (InvocationHandler) canary);
		Object allowedHandler = Proxy.newProxyInstance(JdkCodecSecurityTests.class.getClassLoader(),
				new Class<?>[] { Comparable.class }, new JdkCodecTests.Handler());
		return Samples.arguments(Stream.of(canary, new ArrayList<>(List.of(1, canary)), List.of(canary),
				new HashMap<>(Map.of("a", canary)), new HashMap<>(Map.of(canary, "a")), new SerialCanary[] { canary },
				new SerialCanary[0], new SerialCanary[0][0], new Object[] { canary }, SerialCanary.class,
				SerialCanary[].class, new AnyField(canary), new ArrayList<>(List.of(new AnyField(canary))), proxy,
				List.of(proxy), new java.net.URL("http://localhost"), new java.io.File("a"), allowedHandler,
				new java.util.PriorityQueue<>(List.of(1)), new IllegalStateException()));
	}

	@BeforeEach
	void silence() {
		Alarm.rung().clear();
	}

	@AfterEach
	void nothingForbiddenHappened() {
		assertThat(Alarm.rung()).isEmpty();
		assertThat(this.loader.asked()).noneMatch((name) -> name.contains("codecanary"));
	}

	@ParameterizedTest
	@MethodSource("crafted")
	void neitherLoadsNorCreatesAClassThatIsNotAllowed(Object crafted) throws IOException {
		byte[] bytes = serialized(crafted);
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.codec.decode(bytes, Object.class));
	}

	@Test
	void takesAnotherVersionOfAClassForUnknown() throws IOException {
		byte[] bytes = serialized(new AnyField(1));
		byte[] other = replace(bytes, "JdkCodecSecurityTests$AnyField", "JdkCodecSecurityTests$NewField");
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.codec.decode(other, Object.class));
	}

	@Test
	void takesAClassThatIsNotThereForUnknown() throws IOException {
		byte[] other = replace(serialized(new AnyField(1)), "JdkCodecSecurityTests$AnyField",
				"JdkCodecSecurityTests$NoField1");
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.codec.decode(other, Object.class));
	}

	@Test
	void takesGarbageForDamaged() throws IOException {
		byte[] bytes = serialized(new ArrayList<>(List.of("a", 1)));
		for (byte[] garbage : List.of(new byte[0], new byte[] { 1, 2, 3 }, "garbage".getBytes(StandardCharsets.UTF_8),
				java.util.Arrays.copyOf(bytes, bytes.length - 3), serialized(null))) {
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.decode(garbage, Object.class))
				.isExactlyInstanceOf(CodecException.class);
		}
	}

	@Test
	void limitsTheLengthOfArraysByThatOfTheBytes() throws IOException {
		byte[] bytes = serialized(new long[3]);
		int at = bytes.length - 3 * Long.BYTES - Integer.BYTES;
		bytes[at] = 0x7f;
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.decode(bytes, Object.class))
			.isExactlyInstanceOf(CodecException.class)
			.withMessageContaining("too large");
	}

	private static byte[] serialized(@org.jspecify.annotations.Nullable Object value) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(value);
		}
		return bytes.toByteArray();
	}

	private static byte[] replace(byte[] bytes, String from, String to) {
		return new String(bytes, StandardCharsets.ISO_8859_1).replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
	}

	record AnyField(Object any) implements java.io.Serializable {

	}

	static final class NewField implements java.io.Serializable {

		private static final long serialVersionUID = 2L;

	}

}

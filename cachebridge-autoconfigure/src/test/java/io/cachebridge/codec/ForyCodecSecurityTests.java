package io.cachebridge.codec;

import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.cachebridge.codecanary.Alarm;
import io.cachebridge.codecanary.Canary;
import io.cachebridge.codecanary.CanaryEnum;
import io.cachebridge.codecanary.SerialCanary;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link ForyCodec} touches nothing that is not registered.
 */
class ForyCodecSecurityTests {

	private static final Map<Class<?>, String> NAMES = names();

	private static final RecordingClassLoader LOADER = new RecordingClassLoader();

	private static final ForyCodec CODEC = new ForyCodec(ForyCodecTests.allowed(), List.of(), LOADER);

	private final ForyCodec codec = CODEC;

	private static Map<Class<?>, String> names() {
		Map<Class<?>, String> names = new LinkedHashMap<>();
		Stream
			.of(Canary.class, CanaryEnum.class, SerialCanary.class, Samples.Holder.class, Samples.Page.class,
					Samples.Point.class, Handler.class)
			.forEach((type) -> names.put(type, type.getName()));
		return names;
	}

	static Stream<Arguments> crafted() {
		Canary canary = new Canary();
		SerialCanary serial = new SerialCanary();
		Stream<Object> canaries = Stream.of(canary, serial, CanaryEnum.A)
			.flatMap((it) -> Stream.of(it, List.of(it), new ArrayList<>(List.of(1, it)), new ArrayList<>(List.of(it)),
					Map.of("a", it), new HashMap<>(Map.of(it, "a")), Optional.of(it), new Object[] { it },
					new ArrayDeque<>(List.of(it)), List.of(List.of(Map.of(1, it))), new Samples.Page<>(List.of(), 1),
					new Samples.Page<>(List.of(it), 1), new Samples.Holder(null, null, null, it, null),
					new Samples.Holder(null, null, null, null, List.of(it)), it.getClass()))
			.filter((it) -> !it.equals(new Samples.Page<>(List.of(), 1)));
		Stream<Object> others = Stream.of(new SerialCanary[] { serial }, new SerialCanary[0], new SerialCanary[0][0],
				new CanaryEnum[] { CanaryEnum.A }, List.of(String.class), Runtime.class,
				(Runnable & Serializable) () -> Alarm.ring("lambda"),
				Proxy.newProxyInstance(ForyCodecSecurityTests.class.getClassLoader(), new Class<?>[] { Runnable.class },
						new Handler()),
				new IllegalStateException("x"), new AtomicReference<>("a"), Pattern.compile("(a+)+$"),
				new PriorityQueue<>(List.of(1)), new ArrayBlockingQueue<>(1), new AtomicLong(1),
				java.nio.ByteBuffer.allocate(3), new Class<?>[] { String.class });
		return Samples.arguments(Stream.concat(canaries, others));
	}

	@BeforeEach
	void silence() {
		Alarm.rung().clear();
	}

	@AfterEach
	void nothingForbiddenHappened() {
		assertThat(Alarm.rung()).isEmpty();
		assertThat(LOADER.asked()).noneMatch((name) -> name.contains("codecanary"));
	}

	@ParameterizedTest
	@MethodSource("crafted")
	void neitherLoadsNorCreatesAClassThatIsNotRegistered(Object crafted) {
		byte[] bytes = ForyBytes.of(crafted, NAMES);
		Alarm.rung().clear();
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.codec.decode(bytes, Object.class));
		assertThatExceptionOfType(UnknownTypeException.class).as("a second time")
			.isThrownBy(() -> this.codec.decode(bytes, Object.class));
	}

	@Test
	void readsWhatIsCraftedFromRegisteredClasses() {
		byte[] bytes = ForyBytes.of(List.of(new Samples.Point(1, 2)), NAMES);
		assertThat(this.codec.decode(bytes, Object.class)).isEqualTo(List.of(new Samples.Point(1, 2)));
	}

	@Test
	void takesGarbageForDamaged() {
		byte[] bytes = this.codec.encode(List.of("a", 1L, new Samples.Point(1, 2)), Object.class);
		for (byte[] garbage : List.of(new byte[0], new byte[] { 1 }, new byte[] { 0, 2, 3 }, new byte[] { 1, 0 },
				Arrays.copyOf(bytes, bytes.length - 1), Arrays.copyOf(bytes, bytes.length + 1),
				Arrays.copyOf(bytes, 3))) {
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.decode(garbage, Object.class))
				.isExactlyInstanceOf(CodecException.class);
		}
	}

	@Test
	void fillsNoMemoryForLengthsThatTheBytesDoNotHave() {
		byte[] large = { (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07 };
		for (Object value : List.of(new long[1], new int[1][1], "a", new ArrayList<>(List.of("a")),
				new HashMap<>(Map.of(1, 2)), new byte[1], new Object[] { 1 }, new Samples.Point[0])) {
			byte[] sound = this.codec.encode(value, Object.class);
			for (int at = 2; at < sound.length; at++) {
				byte[] bomb = sound.clone();
				System.arraycopy(large, 0, bomb, at, Math.min(large.length, bomb.length - at));
				byte[] longer = Arrays.copyOf(bomb, bomb.length + 50);
				decodeOrRefuse(bomb);
				decodeOrRefuse(longer);
			}
		}
	}

	private void decodeOrRefuse(byte[] bytes) {
		try {
			this.codec.decode(bytes, Object.class);
		}
		catch (CodecException ex) {
			assertThat(ex).hasNoSuppressedExceptions();
			assertThat(ex.getCause() instanceof OutOfMemoryError).isFalse();
		}
	}

	static final class Handler implements InvocationHandler, Serializable {

		private static final long serialVersionUID = 1L;

		@Override
		public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
			Alarm.ring("invoked");
			return 0;
		}

	}

}

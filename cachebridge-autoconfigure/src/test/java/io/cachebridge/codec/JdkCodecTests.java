package io.cachebridge.codec;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.cachebridge.codecanary.Harmless;
import io.cachebridge.spi.CodecException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what comes back from {@link JdkCodec}.
 */
class JdkCodecTests {

	private final JdkCodec codec = new JdkCodec(new TypeAllowList(List.of("io.cachebridge.codec")));

	static Stream<Arguments> values() {
		Stream<Object> containers = Samples.collections()
			.stream()
			.filter((value) -> !value.toString().contains("Optional"));
		Stream<Object> own = Stream.of(Samples.Color.BLUE, new Samples.Point(1, 2), Samples.bean(),
				new Samples.Dog("a", 1), List.of(new Samples.Circle(1)),
				Collections.synchronizedList(new ArrayList<>(List.of(1L))));
		return Samples.arguments(Stream
			.of(Samples.scalars().stream(), Samples.times().stream(), Samples.arrays().stream(), containers, own)
			.flatMap((all) -> all)
			.filter((value) -> !(value instanceof Optional)));
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueOfTheSameType(Object value) {
		Object back = this.codec.decode(this.codec.encode(value, Object.class), Object.class);
		JsonCodecTests.assertSame(value, back);
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueWithinAList(Object value) {
		Object back = this.codec.decode(this.codec.encode(new ArrayList<>(List.of(value, 1)), Object.class),
				Object.class);
		JsonCodecTests.assertSame(value, ((List<?>) back).get(0));
	}

	@Test
	void namesTheClassThatIsNotSerializable() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.encode(List.of(new Samples.Address("a", Optional.empty())), Object.class))
			.withMessageContaining("Samples$Address")
			.withMessageContaining("Serializable");
	}

	@Test
	void namesTheClassThatIsNotAllowedAndTheProperty() {
		JdkCodec strict = new JdkCodec(new TypeAllowList(List.of()));
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> strict.encode(List.of(new Samples.Point(1, 2)), Object.class))
			.withMessageContaining("Samples$Point")
			.withMessageContaining("cachebridge.codec.allowed-packages");
	}

	@Test
	void refusesWhatCannotBeWritten() {
		Object lambda = (Runnable & Serializable) () -> {
		};
		Object proxy = java.lang.reflect.Proxy.newProxyInstance(JdkCodecTests.class.getClassLoader(),
				new Class<?>[] { Comparable.class }, new Handler());
		for (Object value : List.of(lambda, proxy, List.of(proxy), new Harmless(), new Object(), new Thread())) {
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(value, Object.class));
		}
	}

	@Test
	void refusesWhatIsNestedTooDeeplyToBeWritten() {
		Samples.Bean bean = new Samples.Bean();
		for (int i = 0; i < 100_000; i++) {
			Samples.Bean next = new Samples.Bean();
			next.parent = bean;
			bean = next;
		}
		Object value = bean;
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(value, Object.class))
			.withMessageContaining("nested too deeply");
	}

	@Test
	void keepsCycles() {
		Samples.Bean bean = new Samples.Bean();
		bean.parent = bean;
		Samples.Bean back = (Samples.Bean) this.codec.decode(this.codec.encode(bean, Object.class), Object.class);
		assertThat(back.parent).isSameAs(back);
	}

	static final class Handler implements java.lang.reflect.InvocationHandler, Serializable {

		private static final long serialVersionUID = 1L;

		@Override
		public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
			return 0;
		}

	}

}

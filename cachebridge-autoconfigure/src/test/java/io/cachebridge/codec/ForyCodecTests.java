package io.cachebridge.codec;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests for what comes back from {@link ForyCodec}.
 */
class ForyCodecTests {

	private static final ForyCodec CODEC = new ForyCodec(allowed(), List.of());

	private final ForyCodec codec = CODEC;

	static TypeAllowList allowed() {
		TypeAllowList allowed = new TypeAllowList(List.of());
		Stream.of(Samples.class.getDeclaredClasses()).forEach(allowed::allow);
		return allowed;
	}

	static Stream<Arguments> values() {
		return Samples.arguments(Samples.all());
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueOfTheSameType(Object value) {
		JsonCodecTests.assertSame(value, this.codec.decode(this.codec.encode(value, Object.class), Object.class));
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueWithinAList(Object value) {
		Object back = this.codec.decode(this.codec.encode(List.of(value, "other"), Object.class), Object.class);
		JsonCodecTests.assertSame(value, ((List<?>) back).get(0));
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueAsAValueOfAMap(Object value) {
		Object back = this.codec.decode(this.codec.encode(Map.of(1L, value), Object.class), Object.class);
		JsonCodecTests.assertSame(value, ((Map<?, ?>) back).get(1L));
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueInAFieldOfAnyType(Object value) {
		Samples.Holder holder = new Samples.Holder(null, null, null, value, null);
		Object back = this.codec.decode(this.codec.encode(holder, Object.class), Object.class);
		JsonCodecTests.assertSame(value, ((Samples.Holder) back).any());
	}

}

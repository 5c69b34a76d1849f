package io.cachebridge.codec;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what comes back from {@link JsonCodec}.
 */
class JsonCodecTests {

	private static final List<Class<?>> FAMILIES = List.of(SortedMap.class, Map.class, SortedSet.class, Set.class,
			List.class, Collection.class);

	private final JsonCodec codec = new JsonCodec(JsonMapper.shared(),
			new TypeAllowList(List.of(JsonCodecTests.class.getPackageName())));

	static Stream<Arguments> values() {
		return Samples.arguments(Samples.all());
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueOfTheSameType(Object value) {
		assertSame(value, this.codec.decode(this.codec.encode(value, Object.class), Object.class));
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueWithinAList(Object value) {
		Object back = this.codec.decode(this.codec.encode(List.of(value, "other"), Object.class), Object.class);
		assertSame(value, ((List<?>) back).get(0));
	}

	@ParameterizedTest
	@MethodSource("values")
	void givesBackAnEqualValueInAFieldOfAnyType(Object value) {
		Samples.Holder holder = new Samples.Holder(null, null, null, value, null);
		Object back = this.codec.decode(this.codec.encode(holder, Object.class), Object.class);
		assertSame(value, ((Samples.Holder) back).any());
	}

	@Test
	void writesNoTypeWhereTheDeclaredOneHolds() {
		byte[] bytes = this.codec.encode(List.of(new Samples.Point(1, 2)), Object.class);
		assertThat(new String(bytes, StandardCharsets.UTF_8))
			.isEqualTo("List<io.cachebridge.codec.Samples$Point> [{\"x\":1,\"y\":2}]");
	}

	@Test
	void storesATypeAsSoonAsItIsAllowed() {
		TypeAllowList allowed = new TypeAllowList(List.of());
		JsonCodec growing = new JsonCodec(JsonMapper.shared(), allowed);
		Object value = new Samples.Point(1, 2);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> growing.encode(value, Object.class));
		allowed.allow(Samples.Point.class);
		assertThat(growing.decode(growing.encode(value, Object.class), Object.class)).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Samples$Point {\"x\":1}", "Samples$Point {\"x\":\"text\",\"y\":2}", "Samples$Point [1,2]",
			"Samples$Color \"GREEN\"", "Samples$Gone {}", "Samples$Customer {\"id\":1,\"name\":\"a\"}" })
	void takesAValueOfAnotherVersionOfAClassForUnknown(String stored) {
		byte[] bytes = ("io.cachebridge.codec." + stored).getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.codec.decode(bytes, Object.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"x\":1,\"y\":2", "{\"x\":1,\"y\"", "{x}", "{\"x\":1,\"y\":2}}", "", "  " })
	void takesBrokenJsonForDamagedAndNotForUnknown(String json) {
		byte[] bytes = ("io.cachebridge.codec.Samples$Point " + json).getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.decode(bytes, Object.class))
			.isExactlyInstanceOf(CodecException.class);
	}

	static void assertSame(Object value, Object back) {
		assertThat(family(back)).isSameAs(family(value));
		assertThat(Objects.deepEquals(back, value)).as("%s equals %s", back, value).isTrue();
	}

	private static Class<?> family(Object value) {
		for (Class<?> family : FAMILIES) {
			if (family.isInstance(value)) {
				return family;
			}
		}
		return value.getClass();
	}

}

package io.cachebridge.codec;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what comes back from {@link JsonCodec}.
 */
@ParameterizedClass
@EnumSource(JacksonFormat.class)
class JsonCodecTests {

	private static final List<Class<?>> FAMILIES = List.of(SortedMap.class, Map.class, SortedSet.class, Set.class,
			List.class, Collection.class);

	@Parameter
	JacksonFormat format = JacksonFormat.JSON;

	@SuppressWarnings("NullAway.Init")
	private ValueCodec codec;

	static Stream<Arguments> values() {
		return Samples.arguments(Samples.all());
	}

	@Test
	void givesBackHalfASurrogatePairOrRefusesIt() {
		for (String text : List.of("half a pair \ud800", "\udc00", "\ud800\ud800", "\ud800a", "\udc00\ud800",
				"\ud800".repeat(100), "a".repeat(5000) + "\ud800", "a".repeat(70) + "\udc00b")) {
			for (Object value : List.of(text, List.of(text, text), Map.of("key", text), new Samples.Page<>(null, 1))) {
				assertSameOrRefused(value);
			}
		}
	}

	private void assertSameOrRefused(Object value) {
		byte[] bytes;
		try {
			bytes = this.codec.encode(value, Object.class);
		}
		catch (CodecException ex) {
			assertThat(this.format).isEqualTo(JacksonFormat.SMILE);
			return;
		}
		assertSame(value, this.codec.decode(bytes, Object.class));
	}

	@BeforeEach
	void create() {
		this.codec = this.format.codec(JsonMapper.shared(),
				new TypeAllowList(List.of(JsonCodecTests.class.getPackageName())));
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
		assertThat(this.format.text(bytes)).isEqualTo("List<io.cachebridge.codec.Samples$Point> [{\"x\":1,\"y\":2}]");
	}

	@Test
	void storesATypeAsSoonAsItIsAllowed() {
		TypeAllowList allowed = new TypeAllowList(List.of());
		ValueCodec growing = this.format.codec(JsonMapper.shared(), allowed);
		Object value = new Samples.Point(1, 2);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> growing.encode(value, Object.class));
		allowed.allow(Samples.Point.class);
		assertThat(growing.decode(growing.encode(value, Object.class), Object.class)).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Samples$Point {\"x\":1}", "Samples$Point {\"x\":\"text\",\"y\":2}", "Samples$Point [1,2]",
			"Samples$Color \"GREEN\"", "Samples$Gone {}", "Samples$Customer {\"id\":1,\"name\":\"a\"}" })
	void takesAValueOfAnotherVersionOfAClassForUnknown(String stored) {
		byte[] bytes = this.format.stored("io.cachebridge.codec." + stored);
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> this.codec.decode(bytes, Object.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"x\":1,\"y\":2", "{\"x\":1,\"y\"", "{x}", "{\"x\":1,\"y\":2}}", "", "  " })
	void takesBrokenJsonForDamagedAndNotForUnknown(String json) {
		byte[] bytes = this.format.stored("io.cachebridge.codec.Samples$Point " + json);
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

package io.cachebridge.codec;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.codec.Samples.Page;
import io.cachebridge.codec.Samples.Point;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@link JsonCodec} makes of declared types.
 */
@ParameterizedClass
@EnumSource(JacksonFormat.class)
class JsonCodecHintTests {

	@Parameter
	JacksonFormat format = JacksonFormat.JSON;

	@SuppressWarnings("NullAway.Init")
	private ValueCodec codec;

	@BeforeEach
	void create() {
		this.codec = this.format.codec(JsonMapper.shared(), new TypeAllowList(List.of("io.cachebridge.codec")));
	}

	@Test
	void leavesOutTypesThatTheMethodDeclares() {
		Page<Point> page = new Page<>(List.of(new Point(1, 2)), 7);
		byte[] bytes = this.codec.encode(page, type(new TypeReference<Page<Point>>() {
		}));
		assertThat(this.format.text(bytes)).isEqualTo(
				"io.cachebridge.codec.Samples$Page<io.cachebridge.codec.Samples$Point> {\"items\":[{\"x\":1,\"y\":2}],\"total\":7}");
	}

	@Test
	void readsWithoutTheHintThatWasWrittenWithOne() {
		Map<String, List<Page<Point>>> value = Map.of("a", List.of(new Page<>(List.of(new Point(1, 2)), 7)));
		byte[] bytes = this.codec.encode(value, type(new TypeReference<Map<String, List<Page<Point>>>>() {
		}));
		assertThat(this.codec.decode(bytes, Object.class)).isEqualTo(value);
		assertThat(this.codec.decode(bytes, String.class)).isEqualTo(value);
		assertThat(this.format.text(bytes)).startsWith("Map<String,List<");
	}

	@Test
	void givesBackElementsThatAreNotOfTheDeclaredType() {
		List<?> value = List.of(1L << 40, 2);
		assertThat(roundTrip(value, type(new TypeReference<List<Integer>>() {
		}))).isEqualTo(value);
	}

	@Test
	void givesBackFieldsThatAreNotOfTheDeclaredType() {
		Page<?> value = new Page<>(List.of(1L, "a"), 1);
		assertThat(roundTrip(value, type(new TypeReference<Page<Integer>>() {
		}))).isEqualTo(value);
	}

	@ParameterizedTest
	@MethodSource("io.cachebridge.codec.JsonCodecTests#values")
	void isNotLedAstrayByWrongHints(Object value) {
		for (Type hint : List.of(String.class, Collection.class, type(new TypeReference<List<String>>() {
		}), type(new TypeReference<Map<String, Point>>() {
		}), type(new TypeReference<Collection<? extends Point>>() {
		}), type(new TypeReference<Optional<List<Integer>>>() {
		}), type(new TypeReference<Page<Set<Long>>>() {
		}))) {
			JsonCodecTests.assertSame(value, roundTrip(value, hint));
		}
	}

	@Test
	void refusesToGiveBackAnotherCollectionThanDeclared() {
		List<String> value = new OwnList();
		assertThat(roundTrip(value, OwnList.class)).isInstanceOf(OwnList.class);
		ValueCodec strict = this.format.codec(JsonMapper.shared(), new TypeAllowList(List.of()));
		assertThat(strict.decode(strict.encode(value, List.class), List.class)).isEqualTo(value);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> strict.encode(value, OwnList.class))
			.withMessageContaining("OwnList");
	}

	private Object roundTrip(Object value, Type hint) {
		return this.codec.decode(this.codec.encode(value, hint), hint);
	}

	private static Type type(TypeReference<?> reference) {
		return reference.getType();
	}

	static final class OwnList extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

	}

}

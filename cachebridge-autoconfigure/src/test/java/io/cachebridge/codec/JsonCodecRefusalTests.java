package io.cachebridge.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.std.StdSerializer;

import io.cachebridge.codecanary.Harmless;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link JsonCodec} refuses what would not come back.
 */
@ParameterizedClass
@EnumSource(JacksonFormat.class)
class JsonCodecRefusalTests {

	@Parameter
	JacksonFormat format = JacksonFormat.JSON;

	@SuppressWarnings("NullAway.Init")
	private ValueCodec codec;

	static Stream<Object> refused() {
		class Local {

		}
		Supplier<String> lambda = () -> "x";
		List<Object> self = new ArrayList<>();
		self.add(self);
		Node node = new Node();
		node.next = node;
		return Stream.of(Named.named("anonymous class", new Object() {
		}), Named.named("local class", new Local()), Named.named("lambda", lambda),
				Named.named("inner class", new JsonCodecRefusalTests().new Inner()),
				Named.named("proxy",
						java.lang.reflect.Proxy.newProxyInstance(JsonCodecRefusalTests.class.getClassLoader(),
								new Class<?>[] { Runnable.class }, (proxy, method, arguments) -> null)),
				Named.named("no constructor", new NoConstructor("a")),
				Named.named("field not in constructor", new Samples.HalfConstructor("a")),
				Named.named("final field", new FinalField()), Named.named("ignored field", new Ignored()),
				Named.named("hidden field", new HidesName()), Named.named("exception", new IllegalStateException("x")),
				Named.named("subclass of exception", new OwnException("x")),
				Named.named("field of a class that is not allowed", new WithThread()),
				Named.named("list with state", new NamedList()), Named.named("map with state", new NamedMap()),
				Named.named("lossy serializer", new Lossy("a")), Named.named("list that holds itself", self),
				Named.named("cycle", node), Named.named("comparator", new TreeSet<>(Comparator.<String>reverseOrder())),
				Named.named("comparator of a map", new TreeMap<>(Comparator.<String>reverseOrder())),
				Named.named("comparator in a field",
						new Samples.Sets(Set.of(), Set.of(), new TreeSet<>(String.CASE_INSENSITIVE_ORDER), Set.of(),
								List.of())),
				Named.named("comparator below a list", List.of(new TreeSet<>(String.CASE_INSENSITIVE_ORDER))),
				Named.named("identity map", new IdentityHashMap<>()), Named.named("properties", new Properties()),
				Named.named("queue", new PriorityQueue<>()), Named.named("thread", new Thread()),
				Named.named("class", String.class),
				Named.named("half a surrogate pair in a key of a field", new Keyed(Map.of("\udc00\ud800", "a"))),
				Named.named("masking serializer", new Masked("a")),
				Named.named("number too long", BigInteger.TEN.pow(20_000)),
				Named.named("decimal too long", new BigDecimal("1".repeat(20_000))),
				Named.named("heap pollution", new Typed(polluted())),
				Named.named("null key", new Keyed(Collections.singletonMap(null, "a"))),
				Named.named("object of no class", new Object()), Named.named("stream", Stream.of(1)),
				Named.named("iterator", List.of(1).iterator()), Named.named("array of something else", new Thread[0]),
				Named.named("nested too deeply", nested(600)));
	}

	@BeforeEach
	void create() {
		this.codec = this.format.codec(JsonMapper.shared(), new TypeAllowList(List.of("io.cachebridge.codec")));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusesWhatWouldNotComeBack(Object value) {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(value, Object.class));
		assertThatExceptionOfType(CodecException.class).as("refused a second time")
			.isThrownBy(() -> this.codec.encode(value, Object.class));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void refusesWhatWouldNotComeBackWithinAValue(Object value) {
		Map<String, Object> map = new HashMap<>();
		map.put("a", Arrays.asList(1, value));
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(map, Object.class));
		assertThatExceptionOfType(CodecException.class).as("refused a second time")
			.isThrownBy(() -> this.codec.encode(map, Object.class));
	}

	@Test
	void namesTheClassThatIsNotAllowedAndTheProperty() {
		Object value = List.of(1, new Harmless());
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(value, Object.class))
			.withMessageContaining("io.cachebridge.codecanary.Harmless")
			.withMessageContaining("cachebridge.codec.allowed-packages");
	}

	@Test
	void refusesHalfASurrogatePairInAKeyAfterTheTypeWasStored() {
		Object sound = Map.of("a\ud83d\ude00", 1);
		assertThat(this.codec.decode(this.codec.encode(sound, Object.class), Object.class)).isEqualTo(sound);
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.encode(Map.of("a\ud800", 1), Object.class))
			.withMessageContaining("surrogate");
	}

	@Test
	void saysWhyAClassHasNoNameThatAnotherProcessKnows() {
		Object anonymous = new Object() {
		};
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(anonymous, Object.class))
			.withMessageContaining(anonymous.getClass().getName())
			.withMessageContaining("anonymous or local");
	}

	@Test
	void namesTheFieldThatWouldBeLostAndTheRemedy() {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(new Ignored(), Object.class))
			.withMessageContaining("JsonCodecRefusalTests$Ignored")
			.withMessageContaining("[secret]")
			.withMessageContaining("transient");
	}

	@Test
	void refusesAClassAgainAfterOthersWereStored() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.encode(List.of(new Lossy("a"), 1), Object.class));
		assertThat(this.codec.encode(List.of("a", 1), Object.class)).isNotEmpty();
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.encode(List.of(new Lossy("a"), 1), Object.class));
	}

	@Test
	void refusesWhatOwnCodeChangesAfterTheTypeWasStored() {
		for (List<?> pair : List.of(List.of(new Rounded(1.5), new Rounded(1.505)),
				List.of(new Trimmed("a"), new Trimmed(" a ")), List.of(new LowerCase("a"), new LowerCase("A")))) {
			assertThat(this.codec.decode(this.codec.encode(pair.get(0), Object.class), Object.class))
				.isEqualTo(pair.get(0));
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> this.codec.encode(pair.get(1), Object.class));
		}
	}

	@Test
	void refusesElementsOfAnotherTypeAfterTheTypeWasStored() {
		Boxes sound = new Boxes(List.of(1), List.of(true), List.of((short) 1), List.of((byte) 1));
		assertThat(this.codec.decode(this.codec.encode(sound, Object.class), Object.class)).isEqualTo(sound);
		for (List<?> polluted : List.of(List.of(1L << 40), List.of("text"))) {
			for (Boxes boxes : List.of(new Boxes(as(polluted), List.of(), List.of(), List.of()),
					new Boxes(List.of(), as(polluted), List.of(), List.of()),
					new Boxes(List.of(), List.of(), as(polluted), List.of()),
					new Boxes(List.of(), List.of(), List.of(), as(polluted)))) {
				assertThatExceptionOfType(CodecException.class)
					.isThrownBy(() -> this.codec.encode(boxes, Object.class));
			}
		}
	}

	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <T> List<T> as(List<?> polluted) {
		return (List<T>) polluted;
	}

	@SuppressWarnings("unchecked")
	private static List<Integer> polluted() {
		return (List<Integer>) (List<?>) List.of(1L << 40);
	}

	private static Object nested(int depth) {
		Object value = 1;
		for (int i = 0; i < depth; i++) {
			value = List.of(value);
		}
		return value;
	}

	@SuppressWarnings("ClassCanBeStatic")
	final class Inner {

		final int value = 1;

	}

	static final class NoConstructor {

		private final String name;

		NoConstructor(String name) {
			this.name = name;
		}

		String name() {
			return this.name;
		}

	}

	static final class FinalField {

		private final List<String> names = new ArrayList<>();

		List<String> names() {
			return this.names;
		}

	}

	static final class Ignored {

		@JsonIgnore
		private String secret = "s";

		private String open = "o";

		String all() {
			return this.secret + this.open;
		}

	}

	static class HasName {

		private String name = "a";

		String name() {
			return this.name;
		}

	}

	static final class HidesName extends HasName {

		private String name = "b";

		String hiding() {
			return this.name;
		}

	}

	static final class OwnException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		OwnException(String message) {
			super(message);
		}

	}

	static final class WithThread {

		@Nullable Thread thread;

	}

	static final class NamedList extends ArrayList<String> {

		private static final long serialVersionUID = 1L;

		String name = "n";

	}

	static final class NamedMap extends HashMap<String, String> {

		private static final long serialVersionUID = 1L;

		String name = "n";

	}

	@JsonSerialize(using = LossySerializer.class)
	static final class Lossy {

		String name = "";

		Lossy() {
		}

		Lossy(String name) {
			this.name = name;
		}

	}

	static final class LossySerializer extends StdSerializer<Lossy> {

		LossySerializer() {
			super(Lossy.class);
		}

		@Override
		public void serialize(Lossy value, JsonGenerator generator, SerializationContext context) {
			generator.writeStartObject();
			generator.writeStringProperty("surname", value.name);
			generator.writeEndObject();
		}

	}

	static final class Masked {

		@JsonSerialize(using = MaskingSerializer.class)
		String name = "";

		Masked() {
		}

		Masked(String name) {
			this.name = name;
		}

	}

	static final class MaskingSerializer extends StdSerializer<String> {

		MaskingSerializer() {
			super(String.class);
		}

		@Override
		public void serialize(String value, JsonGenerator generator, SerializationContext context) {
			generator.writeString("***");
		}

	}

	static final class Node {

		@Nullable Node next;

	}

	record Boxes(List<Integer> integers, List<Boolean> booleans, List<Short> shorts, List<Byte> bytes) {

	}

	record Typed(List<Integer> numbers) {

	}

	record Keyed(Map<String, String> map) {

	}

	record Rounded(@JsonSerialize(using = JsonCodecMapperTests.RoundingSerializer.class) Double value) {

	}

	record Trimmed(@JsonDeserialize(using = JsonCodecMapperTests.TrimmingDeserializer.class) String text) {

	}

	static final class LowerCase {

		private final String text;

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		LowerCase(String text) {
			this.text = text;
		}

		@JsonValue
		String lower() {
			return this.text.toLowerCase(Locale.ROOT);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof LowerCase that && that.text.equals(this.text);
		}

		@Override
		public int hashCode() {
			return this.text.hashCode();
		}

	}

}

package io.cachebridge.codec;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

import io.cachebridge.codecanary.Alarm;
import io.cachebridge.spi.CodecException;
import io.cachebridge.spi.UnknownTypeException;
import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that {@link JsonCodec} touches nothing that is not allowed, however bytes name
 * it.
 */
@ParameterizedClass
@EnumSource(JacksonFormat.class)
class JsonCodecSecurityTests {

	private static final String CANARY = "io.cachebridge.codecanary.Canary";

	private static final String ENUM = "io.cachebridge.codecanary.CanaryEnum";

	private static final String SAMPLES = "io.cachebridge.codec.Samples$";

	private final RecordingClassLoader loader = new RecordingClassLoader();

	@Parameter
	JacksonFormat format = JacksonFormat.JSON;

	@SuppressWarnings("NullAway.Init")
	private ValueCodec codec;

	static Stream<String> crafted() {
		String holder = SAMPLES + "Holder {\"sealed\":%s,\"subclass\":%s,\"same\":null,\"any\":%s,\"collection\":%s}";
		String wrapped = "[\"" + CANARY + "\",{\"a\":1}]";
		String wrappedArray = "{\"" + CANARY + "\":[1]}";
		return Stream.of(CANARY + " {}", CANARY + " \"text\"", CANARY + "<String> {}", "[L" + CANARY + "; [{}]",
				"L" + CANARY + "; {}", CANARY + "[] [{}]", CANARY + "[][] [[{}]]", "List<" + CANARY + "> [{}]",
				"List<List<" + CANARY + ">> [[{}]]", "Map<String," + CANARY + "> {\"a\":{}}",
				"Map<" + CANARY + ",String> {\"a\":\"b\"}", "Optional<" + CANARY + "> [{}]",
				SAMPLES + "Page<" + CANARY + "> {\"items\":[{}],\"total\":1}", "Object " + wrapped,
				"List [" + wrapped + "]", "List [[\"[L" + CANARY + ";\",[]]]", "List [[\"" + CANARY + "[]\",[]]]",
				"List [[\"List\",[" + wrapped + "]]]", "Map [[" + wrapped + ",1]]", "Map [[1," + wrapped + "]]",
				"Map<String,Object> {\"a\":" + wrapped + "}", "Optional [" + wrapped + "]",
				"Object[] [" + wrapped + "]", "List<List> [" + wrappedArray + "]",
				holder.formatted(wrapped, "null", "null", "null"), holder.formatted("null", wrapped, "null", "null"),
				holder.formatted("null", "null", wrapped, "null"),
				holder.formatted("null", "null", "null", wrappedArray),
				holder.formatted("null", "null", "[\"List\",[" + wrapped + "]]", "null"), ENUM + " \"A\"",
				"EnumSet<" + ENUM + "> [\"A\"]", "Map<" + ENUM + ",Long> {\"A\":1}",
				"EnumMap<" + ENUM + ",Long> {\"A\":1}", "List [[\"" + ENUM + "\",\"A\"]]");
	}

	@BeforeEach
	void create() {
		this.codec = this.format.codec(JsonMapper.shared(), new TypeAllowList(List.of("io.cachebridge.codec")),
				this.loader);
	}

	@AfterEach
	void nothingForbiddenHappened() {
		assertThat(Alarm.rung()).isEmpty();
		assertThat(this.loader.asked()).noneMatch((name) -> name.contains("codecanary"));
	}

	@ParameterizedTest
	@MethodSource("crafted")
	void neitherLoadsNorCreatesAClassThatIsNotAllowed(String crafted) {
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> decode(crafted));
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.lang.ProcessBuilder", "java.lang.Class", "java.net.URL", "java.io.File",
			"java.net.InetAddress", "java.util.regex.Pattern", "javax.swing.JEditorPane", "java.util.PriorityQueue",
			"java.lang.Thread", "java.lang.Throwable", "java.util.concurrent.atomic.AtomicReference", "sun.misc.Unsafe",
			"int", "void" })
	void knowsNoOtherTypesOfTheJdk(String name) {
		assertThatExceptionOfType(UnknownTypeException.class).isThrownBy(() -> decode(name + " \"java.lang.String\""));
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> decode("List [[\"" + name + "\",\"java.lang.String\"]]"));
	}

	@Test
	void doesNotReadDeclaredFieldsOfTypesThatAreNotAllowed() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(
					() -> decode("io.cachebridge.codec.JsonCodecSecurityTests$WithClass {\"type\":\"" + CANARY + "\"}"))
			.withMessageContaining("java.lang.Class");
	}

	@Test
	void doesNotTakeAnAllowedTypeForAnother() {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(SAMPLES
				+ "Holder {\"sealed\":[\"io.cachebridge.codec.Samples$Point\",{\"x\":1,\"y\":2}],\"subclass\":null,"
				+ "\"same\":null,\"any\":null,\"collection\":null}"));
	}

	@Test
	void overrulesOpenTypingOfTheApplication() {
		JsonMapper open = JsonMapper.builder()
			.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
					DefaultTyping.NON_FINAL)
			.build();
		ValueCodec codec = this.format.codec(open, new TypeAllowList(List.of("io.cachebridge.codec")), this.loader);
		assertThatExceptionOfType(UnknownTypeException.class)
			.isThrownBy(() -> codec.decode(this.format.stored("List [[\"" + CANARY + "\",{}]]"), Object.class));
	}

	@Test
	void survivesBytesThatAreNestedTooDeeply() {
		for (String open : List.of("List ", "Object ", "List<List> ")) {
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> decode(open + "[".repeat(100_000)));
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> decode(open + "[\"List\",[".repeat(10_000) + "]]".repeat(10_000)));
		}
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> decode("List<".repeat(800) + ">".repeat(800) + " []"));
	}

	@Test
	void takesWhatIsNotSoundForDamaged() {
		for (String text : List.of("", " ", "x".repeat(10_000), "Long", "Long ", "Long 1 2", "Long x", "Long null",
				"List< []", "List<> []", "List<Long []", "List<Long,Long> []", "List<Long>> []", "Map<Long> {}",
				"List [[]]", "List [[1]]", "List [[\"Long\"]]", "List [[\"Long\",null]]", "List [[\"Long\",1,2]]")) {
			assertThatExceptionOfType(CodecException.class).as(text).isThrownBy(() -> decode(text));
		}
	}

	@Test
	void takesAnErrorInAStaticInitializerForAFailureToRead() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> decode("io.cachebridge.codec.JsonCodecSecurityTests$Broken {}"));
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> decode("io.cachebridge.codec.JsonCodecSecurityTests$Broken {}"));
	}

	private Object decode(String text) {
		return this.codec.decode(this.format.stored(text), Object.class);
	}

	record WithClass(Class<?> type) {

	}

	record Broken() {

		private static final int LENGTH = Integer.parseInt("broken");

		int length() {
			return LENGTH;
		}

	}

}

package io.cachebridge.codec;

import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the application's mapper and annotations may change.
 */
@ParameterizedClass
@EnumSource(JacksonFormat.class)
class JsonCodecMapperTests {

	private static final JsonMapper HOSTILE = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(
					StreamReadConstraints.builder().maxStringLength(5).maxNestingDepth(3).maxNameLength(3).build())
			.build())
		.enable(SerializationFeature.WRAP_ROOT_VALUE, SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED,
				SerializationFeature.INDENT_OUTPUT, SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.enable(DeserializationFeature.UNWRAP_ROOT_VALUE, DeserializationFeature.USE_LONG_FOR_INTS,
				DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
				DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
		.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE)
		.enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, EnumFeature.WRITE_ENUMS_USING_INDEX)
		.disable(MapperFeature.USE_ANNOTATIONS, MapperFeature.CAN_OVERRIDE_ACCESS_MODIFIERS)
		.changeDefaultPropertyInclusion(
				(value) -> JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY))
		.changeDefaultVisibility(
				(value) -> value.withFieldVisibility(Visibility.NONE).withGetterVisibility(Visibility.ANY))
		.activateDefaultTyping(BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build(),
				DefaultTyping.NON_FINAL)
		.defaultDateFormat(new SimpleDateFormat("yyyy", Locale.ROOT))
		.defaultTimeZone(TimeZone.getTimeZone("Asia/Tokyo"))
		.withConfigOverride(Date.class, (value) -> value.setFormat(JsonFormat.Value.forPattern("yyyy")))
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.build();

	private final TypeAllowList allowed = new TypeAllowList(List.of("io.cachebridge.codec"));

	@Parameter
	JacksonFormat format = JacksonFormat.JSON;

	@SuppressWarnings("NullAway.Init")
	private ValueCodec codec;

	@SuppressWarnings("NullAway.Init")
	private ValueCodec hostile;

	@BeforeEach
	void create() {
		this.codec = this.format.codec(JsonMapper.shared(), this.allowed);
		this.hostile = this.format.codec(HOSTILE, this.allowed);
	}

	@ParameterizedTest
	@MethodSource("io.cachebridge.codec.JsonCodecTests#values")
	void givesBackAnEqualValueWhateverTheMapperIsConfiguredTo(Object value) {
		JsonCodecTests.assertSame(value, this.hostile.decode(this.hostile.encode(value, Object.class), Object.class));
	}

	@Test
	void usesTheNamesOfTheApplication() {
		assertThat(this.format.text(this.hostile.encode(new Named("a", 1), Object.class)))
			.endsWith(" {\"given_name\":\"a\",\"n\":1}");
	}

	@Test
	void usesSerializersOfTheApplication() {
		SimpleModule module = new SimpleModule().addSerializer(Third.class, new ThirdSerializer())
			.addDeserializer(Third.class, new ThirdDeserializer());
		ValueCodec own = this.format.codec(JsonMapper.builder().addModule(module).build(), this.allowed);
		Object value = List.of(Third.of("a"), List.of(Third.of("b")), 1, new HoldsThird(Third.of("c"), Third.of("d")));
		assertThat(own.decode(own.encode(value, Object.class), Object.class)).isEqualTo(value);
	}

	@Test
	@SuppressWarnings("JavaUtilDate")
	void givesBackWhatAnnotationsWouldLeaveOut() {
		Annotated value = new Annotated(Optional.empty(), List.of(), new Date(1), new Id(5), Level.HIGH, null);
		assertThat(this.codec.decode(this.codec.encode(value, Object.class), Object.class)).isEqualTo(value);
	}

	@Test
	void givesBackValuesOfOneAnnotatedForm() {
		Object value = List.of(new Code("a"), 1, new HoldsCode(new Code("b"), new Code("c")));
		assertThat(this.codec.decode(this.codec.encode(value, Object.class), Object.class)).isEqualTo(value);
	}

	@Test
	void ignoresFieldsThatItDoesNotKnow() {
		byte[] bytes = this.format.stored("io.cachebridge.codec.Samples$Point {\"x\":1,\"y\":2,\"z\":3}");
		assertThat(this.codec.decode(bytes, Object.class)).isEqualTo(new Samples.Point(1, 2));
	}

	@Test
	void givesBackWhatModulesWouldTrimOrRound() {
		SimpleModule module = new SimpleModule().addDeserializer(String.class, new TrimmingDeserializer())
			.addSerializer(Double.class, new RoundingSerializer())
			.addSerializer(Long.class, ToStringSerializer.instance);
		ValueCodec own = this.format.codec(JsonMapper.builder().addModule(module).build(), this.allowed);
		for (Measure value : List.of(new Measure("a", 1.0, 1L, 1.0), new Measure(" a ", 1.001, 2L, 1.001))) {
			assertThat(own.decode(own.encode(value, Object.class), Object.class)).isEqualTo(value);
		}
		for (Object value : List.of("a", " a ", 1.0, 1.001, List.of(1L, " b ", 1.001))) {
			assertThat(own.decode(own.encode(value, Object.class), Object.class)).isEqualTo(value);
		}
	}

	record Named(String givenName, @JsonProperty("n") int number) {

	}

	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	record Annotated(Optional<String> optional, List<String> list,
			@JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "yyyy") Date date, Id id, Level level,
			@JsonProperty(access = JsonProperty.Access.READ_ONLY) @Nullable String only) {

	}

	record Id(@JsonValue long value) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Id of(long value) {
			return new Id(value);
		}

	}

	@JsonFormat(shape = JsonFormat.Shape.OBJECT)
	enum Level {

		@JsonProperty("a")
		LOW, @JsonProperty("b")
		HIGH;

		@JsonValue
		String value() {
			return "same";
		}

	}

	static class Code {

		private final String text;

		Code(String text) {
			this.text = text;
		}

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		static Code of(String text) {
			return new Code(text);
		}

		@JsonValue
		String text() {
			return this.text;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Code code && code.text.equals(this.text);
		}

		@Override
		public int hashCode() {
			return this.text.hashCode();
		}

	}

	record HoldsCode(Code code, Object any) {

	}

	static class Third {

		private final String text;

		Third(String text) {
			this.text = text;
		}

		static Third of(String text) {
			return new Third(text);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Third third && third.text.equals(this.text);
		}

		@Override
		public int hashCode() {
			return this.text.hashCode();
		}

	}

	record HoldsThird(Third third, Object any) {

	}

	static final class ThirdSerializer extends StdSerializer<Third> {

		ThirdSerializer() {
			super(Third.class);
		}

		@Override
		public void serialize(Third value, JsonGenerator generator, SerializationContext context) {
			generator.writeStartArray();
			generator.writeString(value.text);
			generator.writeEndArray();
		}

	}

	static final class ThirdDeserializer extends StdDeserializer<Third> {

		ThirdDeserializer() {
			super(Third.class);
		}

		@Override
		public Third deserialize(JsonParser parser, DeserializationContext context) {
			parser.nextToken();
			Third value = Third.of(parser.getString());
			parser.nextToken();
			return value;
		}

	}

	record Measure(String name, double value, Long count, Double other) {

	}

	static final class TrimmingDeserializer extends StdDeserializer<String> {

		TrimmingDeserializer() {
			super(String.class);
		}

		@Override
		public String deserialize(JsonParser parser, DeserializationContext context) {
			return parser.getString().trim();
		}

	}

	static final class RoundingSerializer extends StdSerializer<Double> {

		RoundingSerializer() {
			super(Double.class);
		}

		@Override
		public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
			generator.writeNumber(Math.round(value * 100) / 100.0);
		}

	}

}

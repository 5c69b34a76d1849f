package io.cachebridge.codec;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.spi.ValueCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that what was stored once can be read. A line that has to change means a new
 * codec with another id.
 */
class StoredFormatTests {

	private final TypeAllowList allowed = new TypeAllowList(List.of("io.cachebridge.codec"));

	private final JsonCodec json = new JsonCodec(JsonMapper.shared(), this.allowed);

	private final JdkCodec jdk = new JdkCodec(this.allowed);

	static List<Object> jsonValues() {
		return List.of("text", 7L, 42, 1.5, Double.NaN, true, 'x', (short) 3, new BigDecimal("12.3400"), Samples.ID,
				LocalDate.of(2024, 2, 29), Instant.ofEpochSecond(1_700_000_000L, 123_456_789),
				ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Zurich")).withLaterOffsetAtOverlap(),
				new byte[] { 1, -2, 3 }, new int[] { 1, 2 }, new String[] { "a", null },
				new Object[] { 1L, new Samples.Point(1, 2) }, Samples.Color.BLUE, new Samples.Point(1, 2),
				List.of(new Samples.Point(1, 2)), List.of(1L, "a", new Samples.Point(1, 2)), Arrays.asList("a", null),
				Set.of(1L), EnumSet.of(Samples.Color.RED, Samples.Color.BLUE), new TreeSet<>(Set.of(2, 1)),
				Map.of("a", 1L), Map.of(1L, "a"), Map.of(new Samples.Point(1, 2), List.of(1L)),
				Collections.singletonMap("a", null), new EnumMap<>(Map.of(Samples.Color.RED, 2L)),
				new TreeMap<>(Map.of("b", 1, "a", 2)), Optional.empty(), Optional.of("a"),
				new Samples.Page<>(List.of(new Samples.Point(1, 2), 5L), 7), new Samples.Dog("a", 1), Samples.bean(),
				new Samples.Holder(new Samples.Circle(1), new Samples.Dog("rex", 4), new Samples.Animal("a"),
						List.of(5L), Set.of(1)),
				new Samples.Optionals(Optional.of("a"), null, Optional.of(Optional.empty())));
	}

	static List<Object> jdkValues() {
		return List.of("text", 7L, new BigDecimal("12.3400"), Samples.ID,
				Instant.ofEpochSecond(1_700_000_000L, 123_456_789), new int[] { 1, 2 }, Samples.Color.BLUE,
				new Samples.Point(1, 2), List.of(1L, "a", new Samples.Point(1, 2)),
				new ArrayList<>(List.of(new Samples.Dog("a", 1))), Map.of(1L, "a"), EnumSet.of(Samples.Color.RED),
				Samples.bean());
	}

	@Test
	void readsStoredJson() throws IOException {
		assertAllRead(this.json, stored("json.txt"), jsonValues());
	}

	@Test
	void writesJsonAsItIsStored() throws IOException {
		List<String> written = jsonValues().stream()
			.map((value) -> new String(this.json.encode(value, Object.class), StandardCharsets.UTF_8))
			.toList();
		assertThat(written).isEqualTo(lines("json.txt"));
	}

	@Test
	void readsStoredSerialization() throws IOException {
		assertAllRead(this.jdk, lines("jdk.txt").stream().map(Base64.getDecoder()::decode).toList(), jdkValues());
	}

	private static void assertAllRead(ValueCodec codec, List<byte[]> stored, List<Object> values) {
		assertThat(stored).hasSameSizeAs(values);
		for (int i = 0; i < values.size(); i++) {
			Object value = codec.decode(stored.get(i), Object.class);
			assertThat(Objects.deepEquals(value, values.get(i))).as("%s equals %s", value, values.get(i)).isTrue();
		}
	}

	private static List<byte[]> stored(String name) throws IOException {
		return lines(name).stream().map((line) -> line.getBytes(StandardCharsets.UTF_8)).toList();
	}

	private static List<String> lines(String name) throws IOException {
		try (InputStream in = StoredFormatTests.class.getResourceAsStream(name)) {
			assertThat(in).as(name).isNotNull();
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
		}
	}

}

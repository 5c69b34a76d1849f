package io.cachebridge.test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.interceptor.SimpleKey;

/**
 * Keys of caches as applications have them, no two of them equal, many with the same
 * text.
 */
final class ManyKeys {

	private ManyKeys() {
	}

	/**
	 * Returns new keys of many types whose text tells them, if only with their type.
	 * Those of two calls are equal in pairs.
	 * @return the keys
	 */
	static List<Object> ofManyTypes() {
		List<Object> keys = new ArrayList<>();
		keys.addAll(List.of(1, 1L, (short) 1, (byte) 1, 1.0, 1.0f, '1', "1", BigInteger.ONE, new BigDecimal("1"),
				new BigDecimal("1.0"), -1, "-1", true, "true", 0.0, -0.0));
		keys.addAll(List.of(SimpleKey.EMPTY, new SimpleKey(1), new SimpleKey(1L), new SimpleKey("1"),
				new SimpleKey(1, 2), new SimpleKey("1", "2"), new SimpleKey("1, 2"), new SimpleKey("1,2"),
				new SimpleKey(1L, 2), new SimpleKey(List.of(1, 2)), new SimpleKey("1", (Object) null),
				new SimpleKey("1", "null"), new SimpleKey("", "1"), new SimpleKey("1", ""),
				new SimpleKey(new SimpleKey("1")), "SimpleKey [1]", "SimpleKey []"));
		keys.addAll(List.of(new SimpleKey("1", new int[] { 1, 2 }), new SimpleKey("1", new int[] { 1, 3 }),
				new SimpleKey("1", new long[] { 1, 2 }), new SimpleKey("1", new Object[] { 1, 2 }),
				new SimpleKey("1", new String[] { "1", "2" })));
		keys.addAll(List.of(List.of(), List.of(1), List.of(1L), List.of("1"), List.of("1", "2"), List.of("1, 2"),
				List.of(List.of("1"), "2"), List.of("1", List.of("2")), Arrays.asList("1", null), List.of("1", "null"),
				"[1]", "[1, 2]", Set.of("1"), new LinkedHashSet<>(List.of("1", "2")), Map.of("1", 1), Map.of("1", "1"),
				Map.of(), "{1=1}"));
		keys.addAll(List.of(new Point(1, 2), new Point(2, 1), new LongPoint(1, 2), new Name("1, y=2"), new Name("1"),
				new Name(null), new Name("null"), "Point[x=1, y=2]"));
		keys.addAll(List.of(TimeUnit.DAYS, ChronoUnit.DAYS, "DAYS", "Days", Optional.of(1), Optional.of("1"),
				Optional.empty(), "Optional[1]"));
		UUID uuid = new UUID(1, 2);
		keys.addAll(List.of(uuid, uuid.toString(), LocalDate.EPOCH, "1970-01-01", Instant.EPOCH, "1970-01-01T00:00:00Z",
				Locale.GERMAN, "de", String.class, "class java.lang.String", "java.lang.String"));
		return keys;
	}

	/**
	 * Returns strings as no store can hold them all.
	 * @return the strings
	 */
	static List<String> ofManyTexts() {
		Set<String> keys = new LinkedHashSet<>(HostileKeys.RESTS);
		keys.addAll(HostileKeys.WHOLE);
		keys.addAll(List.of("\uD800", "\uDC00", "\uD801", "?", "\uD800\uD800", "\uDC00\uD800", "a\uD800", "a?",
				"\\uD800", "%D800", "\u0000", "\u0001", "\u001F", "\u007F", "\u0080", "\u009F", "\n", "\r", "\r\n",
				"\n\r", "a\nb", "a\r\nb", "a\tb", "a\\nb", "%0A", "%0a", "%0D%0A", "a\u0000b", "a\u0000", "%00", "\\0",
				"\u2029", "\u0085", "key\r\nX-Header: 1"));
		String common = "long".repeat(2_560);
		keys.addAll(List.of(common + "a", common + "b", common, "a" + common, common + "\uD800", common + "?"));
		return List.copyOf(keys);
	}

	record Point(int x, int y) {

	}

	record LongPoint(long x, long y) {

	}

	record Name(@Nullable String x) {

	}

	/**
	 * Has equality but only the text that every object has.
	 */
	static final class WithoutText {

		private final String name;

		WithoutText(String name) {
			this.name = name;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof WithoutText that && this.name.equals(that.name);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name);
		}

	}

	/**
	 * Has the same text whatever it is.
	 */
	static final class WithConstantText {

		@Override
		public String toString() {
			return "constant";
		}

	}

}

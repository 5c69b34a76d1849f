package io.cachebridge.core;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@SuppressWarnings("JavaUtilDate")
class KeyTextTests {

	@Test
	void aTextIsItsOwnName() {
		assertThat(name("order 1")).isEqualTo("order 1");
		assertThat(name("")).isEmpty();
	}

	@Test
	void refusesNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> EntryKey.of(null)).withMessageContaining("'key'");
	}

	@Test
	void differentKeysHaveDifferentNames() {
		List<Object> keys = List.of(1, 1L, "1", (short) 1, 'x', "x", 1.0, 1.0f, 0.0, -0.0, true, "true",
				new SimpleKey(1), new SimpleKey("1"), new SimpleKey(1L), new SimpleKey("1,2"), new SimpleKey("1", "2"),
				new SimpleKey(), new SimpleKey(""), new SimpleKey("", ""), new SimpleKey((Object) null), "null",
				"~null", "~()", "~(1)", "~Integer=1", "~", "~~", "~x", "x~", "%", "%0025", "\u0000", "\n", "\uD83D",
				"\uDE00", "\uD83D\uDE00", "", new BigDecimal("1.0"), new BigDecimal("1.00"), BigDecimal.ONE, List.of(),
				List.of(""), List.of("", ""), List.of("a", "b"), List.of("a,b"), List.of(List.of("a"), "b"),
				List.of(List.of("a", "b")), Set.of(), Set.of(""), Set.of("a", "b"), Set.of("a,b"), Map.of(),
				Map.of("a", "b"), Map.of("a=b", ""), Map.of("", "a=b"), Map.of("a", "b", "c", "d"),
				Map.of("a", "b,c=d"), Optional.empty(), Optional.of(""), Optional.of("a"), new Pair("a", "b"),
				new Pair("a,b", ""), new Pair("", "a,b"), new Pair(null, "b"), new Pair("~null", "b"),
				new OtherPair("a", "b"), TimeUnit.DAYS, TimeUnit.HOURS, Shape.LOCAL, new Point(1, 2), new Point(2, 1),
				new Date(1), new Date(2), LocalDate.EPOCH, String.class, Integer.class, new UUID(1, 2));
		assertThat(keys.stream().map(KeyTextTests::name)).doesNotHaveDuplicates();
	}

	static Stream<List<Object>> equalKeys() {
		return Stream.of(
				List.of(List.of("a", 1), new ArrayList<>(List.of("a", 1)), new CopyOnWriteArrayList<>(List.of("a", 1))),
				List.of(Set.of("b", "a"), new TreeSet<>(Set.of("a", "b")), new LinkedHashSet<>(List.of("b", "a"))),
				List.of(Map.of("a", 1, "b", 2), new TreeMap<>(Map.of("b", 2, "a", 1)),
						new HashMap<>(Map.of("a", 1, "b", 2))),
				List.of(new SimpleKey("a", 1), new SimpleKey("a", 1)), List.of(new Pair("a", "b"), new Pair("a", "b")),
				List.of(new Point(1, 2), new Point(1, 2)),
				List.of(new SimpleKey((Object) new String[] { "a" }), new SimpleKey((Object) new Object[] { "a" })),
				List.of(Constant.WITH_BODY, Constant.valueOf("WITH_BODY")),
				List.of(new Timestamp(5), new Timestamp(5)));
	}

	@ParameterizedTest
	@MethodSource("equalKeys")
	void equalKeysHaveOneName(List<Object> keys) {
		assertThat(keys).allMatch(keys.get(0)::equals);
		assertThat(keys.stream().map(KeyTextTests::name).distinct()).hasSize(1);
	}

	@Test
	void arraysAreNamedByTheirElements() {
		assertThat(name(new int[] { 1, 2 })).isEqualTo(name(new int[] { 1, 2 }))
			.isNotEqualTo(name(new long[] { 1, 2 }))
			.isNotEqualTo(name(new int[] { 2, 1 }))
			.isNotEqualTo(name(new int[][] { { 1, 2 } }));
		assertThat(name(new String[][] { { "a" }, { "b" } })).isEqualTo(name(new String[][] { { "a" }, { "b" } }))
			.isNotEqualTo(name(new String[][] { { "a", "b" } }));
		assertThat(EntryKey.of(new byte[] { 1 }).key()).isEqualTo(EntryKey.of(new byte[] { 1 }).key());
	}

	@Test
	void timesAreToldApartToTheLastDigit() {
		Timestamp one = new Timestamp(1_000);
		one.setNanos(1);
		assertThat(name(one)).isNotEqualTo(name(new Timestamp(1_000)));
		assertThat(name(new java.sql.Date(1))).isNotEqualTo(name(new java.sql.Date(2)));
		assertThat(name(new Date(1))).isNotEqualTo(name(new Timestamp(1)));
	}

	@Test
	void whatIsOneOfItsKindHasTheSameNameOnEveryNode() {
		assertThat(name(String.class)).contains("java.lang.String");
		assertThat(name(Currency.getInstance("EUR"))).contains("EUR");
	}

	@Test
	void anObjectWithoutEqualsIsOnlyItself() {
		Object one = new Object();
		assertThat(name(one)).isEqualTo(name(one)).isNotEqualTo(name(new Object()));
	}

	@Test
	void fieldsNameWhatHasEqualsButNoText() {
		assertThat(name(new Point(1, 2))).isEqualTo(name(new Point(1, 2))).contains("Point");
	}

	@Test
	void anInnerClassIsNotNamedByWhatSurroundsIt() {
		assertThat(name(new Outer().inner(1))).isEqualTo(name(new Outer().inner(1)));
	}

	@Test
	void aListMayHoldNull() {
		assertThat(name(Arrays.asList("a", null))).isNotEqualTo(name(List.of("a", "null")));
		assertThat(name(Collections.singletonMap(null, null))).isNotEqualTo(name(Map.of("null", "null")));
	}

	private static String name(Object key) {
		return EntryKey.of(key).name();
	}

	private record Pair(@Nullable String first, @Nullable String second) {

	}

	private record OtherPair(String first, String second) {

	}

	private enum Constant {

		WITH_BODY {

			@Override
			public String toString() {
				return "body";
			}

		}

	}

	private static final class Point {

		private final int x;

		private final int y;

		private transient int hash;

		Point(int x, int y) {
			this.x = x;
			this.y = y;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Point that && this.x == that.x && this.y == that.y;
		}

		@Override
		public int hashCode() {
			if (this.hash == 0) {
				this.hash = Objects.hash(this.x, this.y);
			}
			return this.hash;
		}

	}

	private static final class Outer {

		private final int id = System.identityHashCode(this);

		Object inner(int number) {
			return new Inner(number);
		}

		private final class Inner {

			private final int number;

			Inner(int number) {
				this.number = number;
			}

			@Override
			public boolean equals(@Nullable Object other) {
				return other instanceof Inner that && this.number == that.number;
			}

			@Override
			public int hashCode() {
				return this.number + 0 * Outer.this.id;
			}

		}

	}

}

package io.cachebridge.codec;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Values as applications cache them.
 */
@SuppressWarnings({ "JavaUtilDate", "JdkObsolete", "NullableOptional", "EqualsGetClass" })
public final class Samples {

	static final UUID ID = UUID.fromString("9b2d6c0e-1f4a-4a55-8a3e-2f0f3f2b7c11");

	private Samples() {
	}

	static Stream<Object> all() {
		return Stream.of(scalars(), times(), arrays(), applicationTypes(), collections()).flatMap(List::stream);
	}

	/**
	 * Wraps values, because an array would be taken for several arguments.
	 */
	static Stream<Arguments> arguments(Stream<?> values) {
		return values.map((value) -> Arguments.of((Object) value));
	}

	static List<Object> scalars() {
		return List.of("text \u00e9\u4e2d\ud83d\ude00 \" \\ \n", "", 7L, Long.MIN_VALUE, 42, Integer.MIN_VALUE,
				(short) 3, (byte) -4, 1.5, -0.0d, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0.1f,
				Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, true, 'x', '"', new BigDecimal("12.3400"),
				new BigDecimal("1E+3"), new BigDecimal("-1E-400"), new BigInteger("123456789012345678901234567890"), ID,
				URI.create("https://example.com/a?b=c#d"), Locale.forLanguageTag("de-CH"), Locale.ROOT,
				Currency.getInstance("EUR"));
	}

	static List<Object> times() {
		return List.of(LocalDate.of(2024, 2, 29), LocalTime.of(1, 2, 3, 4), LocalDateTime.of(2024, 1, 1, 0, 0),
				Instant.ofEpochSecond(1_700_000_000L, 123_456_789), Instant.MAX,
				ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Zurich")).withLaterOffsetAtOverlap(),
				ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneId.of("UTC")),
				ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC),
				OffsetDateTime.of(2024, 1, 1, 0, 0, 0, 1, ZoneOffset.ofHours(5)), Duration.ofNanos(1),
				Duration.ofDays(-400), Period.of(1, 2, 3), YearMonth.of(2024, 2), YearMonth.of(12_345, 1),
				YearMonth.of(-1, 1), ZoneId.of("Europe/Paris"), ZoneOffset.ofHours(2), new Date(123L),
				new java.sql.Timestamp(123_456L), DayOfWeek.MONDAY, TimeUnit.DAYS);
	}

	static List<Object> arrays() {
		return List.of(new byte[] { 1, -2, 3 }, new byte[0], new int[] { 1, 2 }, new long[] { Long.MAX_VALUE },
				new double[] { 1.5, Double.NaN }, new float[] { 0.1f }, new char[] { 'a', 'b' }, new boolean[] { true },
				new short[] { 1 }, new String[] { "a", null }, new Object[] { 1L, "a", null, new Point(1, 2) },
				new Point[] { new Point(1, 2) }, new Shape[] { new Circle(1), new Square(2) },
				new int[][] { { 1 }, {} }, new Animal[] { new Animal("a"), new Dog("b", 3) },
				new Integer[] { 1, null });
	}

	static List<Object> applicationTypes() {
		return List.of(Color.RED, Color.BLUE, new Point(1, -2), new Empty(), customer(), bean(), new Animal("a"),
				new Dog("b", 3), new Money(new BigDecimal("1.50"), Currency.getInstance("CHF")),
				new Page<>(List.of(new Point(1, 2)), 7L), new Page<>(List.of(1L, "a"), 7L), new Page<>(null, 0L),
				new Holder(new Circle(1), new Dog("rex", 4), new Dog("a", 1), 5L, List.of(new Square(2))),
				new Holder(null, null, null, null, null),
				new Holder(new Square(1), null, new Animal("x"), "text", Set.of(1)),
				new Holder(null, null, null, List.of(1, 2L, 3.0, Map.of("a", 1L)), null),
				new Holder(null, null, null, new Dog("any", 1), null),
				new Optionals(Optional.empty(), null, Optional.of(Optional.empty())),
				new OptionalNumbers(OptionalInt.of(1), OptionalLong.of(1L << 60), OptionalDouble.of(0.1)),
				new OptionalNumbers(OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty()),
				new OptionalNumbers(null, null, null), OptionalInt.of(-1), OptionalLong.empty(),
				OptionalDouble.of(-0.0),
				new Optionals(Optional.of("a"), Optional.of(new Dog("c", 1)), Optional.of(Optional.of(5L))),
				new Numbers(1L, 2, (short) 3, Double.NaN, Float.NEGATIVE_INFINITY, 'c', 5, new BigDecimal("3.10")),
				new Maps(Map.of(1L, "a"), Map.of(ID, 1), new EnumMap<>(Map.of(Color.RED, 2L)),
						Map.of(new Point(1, 2), new Point(3, 4)), new TreeMap<>(Map.of("b", 1, "a", 2)),
						Map.of("k", 5L, "l", "t")),
				new Sets(EnumSet.of(Color.BLUE), new TreeSet<>(Set.of(3, 1)), new TreeSet<>(Set.of("z", "y")),
						new LinkedHashSet<>(List.of("b", "a")), new ArrayList<>(List.of(1L))));
	}

	static List<Object> collections() {
		List<Object> values = new ArrayList<>(List.of(List.of(), List.of(new Point(1, 2)),
				List.of(new Point(1, 2), new Point(3, 4), new Point(5, 6)), List.of(1L, "a", new Point(1, 2)),
				Arrays.asList("a", null, "b"), Arrays.asList(1L, 2L),
				Collections.unmodifiableList(new LinkedList<>(List.of(1, 2))), Collections.emptyList(),
				Collections.singletonList(1L), new ArrayList<>(List.of(new Dog("a", 1), new Animal("b"))),
				List.of(List.of(1L), List.of(), List.of("a")), List.of(Map.of("a", 1L)),
				List.of(Optional.of(1L), Optional.empty()), List.of(new int[0].length, 1.5, true, "s"),
				List.of(Color.RED, Color.BLUE), Set.of(1L, 2L), Set.of(Color.RED),
				new HashSet<>(Arrays.asList("a", null)), EnumSet.of(Color.RED), EnumSet.noneOf(Color.class),
				EnumSet.allOf(Color.class), new TreeSet<>(Set.of(5L, 3L)), new LinkedHashSet<>(List.of("b", "a")),
				Collections.unmodifiableSortedSet(new TreeSet<>(Set.of("x")))));
		values.addAll(List.of(Map.of(), Map.of("a", 1L, "b", 2L), Map.of("a", 1L, "b", "c"), Map.of(1L, "a"),
				Map.of(1, "a"), Map.of(Color.RED, 1, Color.BLUE, 2), Map.of(ID, "a"),
				Map.of(new Point(1, 2), List.of(1L)), Map.of(1.5, 'c'), Map.of(1L, "a", "b", 2),
				Map.of(LocalDate.EPOCH, 1), new EnumMap<>(Map.of(Color.BLUE, List.of(1L))),
				new EnumMap<Color, String>(Color.class), new TreeMap<>(Map.of("b", 1L, "a", 2L)),
				new TreeMap<>(Map.of(2L, 1)), new LinkedHashMap<>(Map.of("k", Map.of("l", Map.of("m", 1L)))),
				new ConcurrentHashMap<>(Map.of("a", 1)),
				Collections.unmodifiableMap(new HashMap<>(Map.of("a", List.of(new Point(1, 2))))), nullValued(),
				Optional.empty(), Optional.of("a"), Optional.of(1L), Optional.of(new Point(1, 2)),
				Optional.of(Optional.empty()), Optional.of(List.of(1L, 2L))));
		return values;
	}

	private static Map<String, Object> nullValued() {
		Map<String, Object> map = new HashMap<>();
		map.put("a", null);
		map.put("b", new HashMap<>(Collections.singletonMap("c", null)));
		return map;
	}

	static Customer customer() {
		return new Customer(5L, "Ada", LocalDate.of(1815, 12, 10), List.of(new Point(1, 2), new Point(3, 4)),
				Map.of("home", new Address("Street 1", Optional.of("Geneva")), "work",
						new Address("Street 2", Optional.empty())),
				Optional.of(Color.BLUE), Set.of("a", "b"), null);
	}

	static Bean bean() {
		Bean bean = new Bean();
		bean.name = "n";
		bean.count = 3;
		bean.tags = List.of("x");
		bean.parent = new Bean();
		return bean;
	}

	enum Color {

		RED, BLUE {

			@Override
			String shade() {
				return "dark";
			}

		};

		String shade() {
			return "light";
		}

		@Override
		public String toString() {
			return "same for all";
		}

	}

	record Point(int x, int y) implements Serializable {

	}

	record Empty() implements Serializable {

	}

	record Address(String street, Optional<String> city) {

	}

	record Customer(Long id, String name, LocalDate born, List<Point> points, Map<String, Address> addresses,
			Optional<Color> color, Set<String> tags, @Nullable String comment) {

	}

	record Page<T>(@Nullable List<T> items, long total) {

	}

	sealed interface Shape extends Serializable permits Circle, Square {

	}

	record Circle(double radius) implements Shape {

	}

	record Square(int side) implements Shape {

	}

	static class Animal implements Serializable {

		private static final long serialVersionUID = 1L;

		private String name = "";

		Animal() {
		}

		Animal(String name) {
			this.name = name;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other != null && other.getClass() == getClass() && ((Animal) other).name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

	}

	static class Dog extends Animal {

		private static final long serialVersionUID = 1L;

		private int age;

		Dog() {
		}

		Dog(String name, int age) {
			super(name);
			this.age = age;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return super.equals(other) && ((Dog) other).age == this.age;
		}

		@Override
		public int hashCode() {
			return super.hashCode();
		}

	}

	record Holder(@Nullable Shape sealed, @Nullable Animal subclass, @Nullable Animal same, @Nullable Object any,
			@Nullable Collection<?> collection) {

	}

	record OptionalNumbers(@Nullable OptionalInt integer, @Nullable OptionalLong longer,
			@Nullable OptionalDouble decimal) {

	}

	record Optionals(Optional<String> text, @Nullable Optional<Animal> animal, Optional<Optional<Long>> nested) {

	}

	record Numbers(Long boxed, int primitive, short small, double nan, Float infinite, char letter, Number number,
			BigDecimal decimal) {

	}

	record Maps(Map<Long, String> longs, Map<UUID, Integer> ids, Map<Color, Long> colors, Map<Point, Point> points,
			SortedMap<String, Integer> sorted, Map<String, Object> any) {

	}

	record Sets(Set<Color> colors, Set<Integer> sortedInSet, SortedSet<String> sorted, Set<String> ordered,
			List<? extends Number> numbers) {

	}

	public static class Bean implements Serializable {

		private static final long serialVersionUID = 1L;

		@Nullable String name;

		int count;

		@Nullable List<String> tags;

		@Nullable Bean parent;

		transient int hash;

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(String name) {
			throw new IllegalStateException("No setter may be called");
		}

		public String getDerived() {
			throw new IllegalStateException("No getter may be called");
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Bean bean && Objects.equals(this.name, bean.name) && this.count == bean.count
					&& Objects.equals(this.tags, bean.tags) && Objects.equals(this.parent, bean.parent);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name, this.count);
		}

	}

	public static final class Money {

		private final BigDecimal amount;

		private final Currency currency;

		public Money(BigDecimal amount, Currency currency) {
			this.amount = amount;
			this.currency = currency;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Money money && money.amount.equals(this.amount)
					&& money.currency.equals(this.currency);
		}

		@Override
		public int hashCode() {
			return this.amount.hashCode();
		}

	}

	public static final class HalfConstructor {

		private final String name;

		private final int length;

		public HalfConstructor(String name) {
			this.name = name;
			this.length = name.length();
		}

		String name() {
			return this.name + this.length;
		}

	}

}

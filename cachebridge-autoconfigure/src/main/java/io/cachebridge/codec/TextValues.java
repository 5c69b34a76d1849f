package io.cachebridge.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

import org.springframework.util.ClassUtils;

/**
 * Values of the JDK that are written as one text, in a form that gives back an equal
 * value whatever zone, locale or format an application has configured for its JSON.
 */
final class TextValues {

	/**
	 * The time to read a number grows with the square of its digits.
	 */
	private static final int MAXIMUM_DIGITS = 10_000;

	private static final List<TextValue<?>> ALL = create();

	private TextValues() {
	}

	static List<TextValue<?>> all() {
		return ALL;
	}

	static Collection<Class<?>> types() {
		return ALL.stream().<Class<?>>map(TextValue::type).toList();
	}

	private static List<TextValue<?>> create() {
		List<TextValue<?>> all = new ArrayList<>();
		all.add(of(BigDecimal.class, (value) -> bounded(value.toString()), (text) -> new BigDecimal(bounded(text))));
		all.add(of(BigInteger.class, TextValues::write, (text) -> new BigInteger(bounded(text))));
		all.add(of(Duration.class, Duration::parse));
		all.add(of(Instant.class, Instant::parse));
		all.add(of(LocalDate.class, LocalDate::parse));
		all.add(of(LocalDateTime.class, LocalDateTime::parse));
		all.add(of(LocalTime.class, LocalTime::parse));
		all.add(of(MonthDay.class, MonthDay::parse));
		all.add(of(OffsetDateTime.class, OffsetDateTime::parse));
		all.add(of(OffsetTime.class, OffsetTime::parse));
		all.add(of(Period.class, Period::parse));
		all.add(of(Year.class, (value) -> Integer.toString(value.getValue()),
				(text) -> Year.of(Integer.parseInt(text))));
		all.add(of(YearMonth.class, TextValues::write, YearMonth::parse));
		all.add(of(ZonedDateTime.class, ZonedDateTime::parse));
		all.add(of(ZoneId.class, ZoneId::getId, ZoneId::of));
		all.add(of(ZoneOffset.class, ZoneOffset::getId, ZoneOffset::of));
		all.add(of(OptionalInt.class, (value) -> value.isPresent() ? Integer.toString(value.getAsInt()) : "",
				(text) -> text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text))));
		all.add(of(OptionalLong.class, (value) -> value.isPresent() ? Long.toString(value.getAsLong()) : "",
				(text) -> text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text))));
		all.add(of(OptionalDouble.class, (value) -> value.isPresent() ? Double.toString(value.getAsDouble()) : "",
				(text) -> text.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(text))));
		all.add(of(URI.class, URI::create));
		all.add(of(Locale.class, TextValues::write, Locale::forLanguageTag));
		all.add(of(Currency.class, Currency::getCurrencyCode, Currency::getInstance));
		all.add(date());
		if (ClassUtils.isPresent("java.sql.Timestamp", null)) {
			all.addAll(Sql.values());
		}
		return List.copyOf(all);
	}

	@SuppressWarnings("JavaUtilDate")
	private static TextValue<?> date() {
		return of(Date.class, (value) -> Long.toString(value.getTime()), (text) -> new Date(Long.parseLong(text)));
	}

	private static <T> TextValue<T> of(Class<T> type, Function<String, T> reader) {
		return of(type, Object::toString, reader);
	}

	private static <T> TextValue<T> of(Class<T> type, Function<T, String> writer, Function<String, T> reader) {
		return new TextValue<>(type, writer, reader);
	}

	// Its own text lacks the sign that it wants to read
	private static String write(YearMonth value) {
		return (value.getYear() > 9999) ? "+" + value : value.toString();
	}

	private static String write(BigInteger value) {
		if (value.bitLength() > 4 * MAXIMUM_DIGITS) {
			throw new IllegalArgumentException("number has more than " + MAXIMUM_DIGITS + " digits");
		}
		return bounded(value.toString());
	}

	private static String write(Locale value) {
		String tag = value.toLanguageTag();
		if (!Locale.forLanguageTag(tag).equals(value)) {
			throw new IllegalArgumentException("locale '%s' has no language tag".formatted(value));
		}
		return tag;
	}

	private static String bounded(String number) {
		requireBounded(number.length());
		return number;
	}

	static void requireBounded(int digits) {
		if (digits > MAXIMUM_DIGITS) {
			throw new IllegalArgumentException("number has more than " + MAXIMUM_DIGITS + " digits");
		}
	}

	/**
	 * Apart, because a runtime image may lack the module.
	 */
	private static final class Sql {

		static List<TextValue<?>> values() {
			return List.of(
					of(java.sql.Timestamp.class, (value) -> value.toInstant().toString(),
							(text) -> java.sql.Timestamp.from(Instant.parse(text))),
					of(java.sql.Date.class, (value) -> Long.toString(value.getTime()),
							(text) -> new java.sql.Date(Long.parseLong(text))),
					of(java.sql.Time.class, (value) -> Long.toString(value.getTime()),
							(text) -> new java.sql.Time(Long.parseLong(text))));
		}

	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.Assert;

/**
 * What {@link CacheTimeToLive @CacheTimeToLive} on one method says.
 *
 * @param fixed the time for all results, {@code null} if there is an expression
 * @param expression tells the time for one result, {@code null} if that is fixed
 */
record MethodTimeToLive(@Nullable Duration fixed, @Nullable MethodExpression expression) {

	/**
	 * Reads an annotation.
	 * @param annotation the annotation
	 * @param place what messages call it
	 * @return what it says
	 * @throws IllegalStateException if it makes no sense
	 */
	static MethodTimeToLive parse(CacheTimeToLive annotation, String place) {
		Assert.state(annotation.value().isBlank() != annotation.expression().isBlank(),
				() -> place + " must have either a 'value' or an 'expression'.");
		if (annotation.value().isBlank()) {
			return new MethodTimeToLive(null, MethodExpression.parse(annotation.expression(), place));
		}
		Duration time = duration(annotation.value());
		Assert.state(time != null && LoadAdvice.isPositive(time),
				() -> "'%s' in %s is not a positive time: set one such as 30s, 5m or 1h.".formatted(annotation.value(),
						place));
		return new MethodTimeToLive(time, null);
	}

	// A number alone could be of any unit
	static @Nullable Duration duration(String text) {
		String stripped = text.strip();
		if (stripped.isEmpty() || Character.isDigit(stripped.charAt(stripped.length() - 1))) {
			return null;
		}
		try {
			boolean iso = stripped.startsWith("P") || stripped.startsWith("p");
			return DurationFormatterUtils.detectAndParse(iso ? stripped.toUpperCase(Locale.ROOT) : stripped);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Evaluates what there is to evaluate.
	 * @param context tells the call, once the result is there
	 * @return what it says of that result
	 */
	Answer tell(EvaluationContext context) {
		if (this.expression == null) {
			return new Answer(this.fixed, null);
		}
		try {
			return new Answer(time(this.expression, this.expression.value(context)), null);
		}
		catch (RuntimeException ex) {
			return new Answer(null, ex);
		}
	}

	private static @Nullable Duration time(MethodExpression expression, @Nullable Object given) {
		if (given == null || given instanceof Duration) {
			return (Duration) given;
		}
		Duration time = (given instanceof CharSequence text) ? duration(text.toString()) : null;
		if (time == null) {
			throw expression.failure(
					"must give a Duration, or a text such as 5m, but gave a %s".formatted(given.getClass().getName()),
					null);
		}
		return time;
	}

	/**
	 * What is said of one result.
	 *
	 * @param time how long it is served, {@code null} for as long as its cache says
	 * @param failure why that cannot be told
	 */
	record Answer(@Nullable Duration time, @Nullable RuntimeException failure) {

		static final Answer NONE = new Answer(null, null);

		@Nullable Duration get() {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.time;
		}

		boolean isOver() {
			return this.time != null && !LoadAdvice.isPositive(this.time);
		}

	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * What {@link StaleOnError @StaleOnError} on one method says.
 *
 * @param maximumStale how long after it was loaded or put a value is served at most
 * @param exceptions names of classes of exceptions that count as failures, none for those
 * of the cache
 * @param ignoredExceptions names of those that do not, none for those of the cache
 */
record MethodFailSafe(Duration maximumStale, Set<String> exceptions, Set<String> ignoredExceptions) {

	/**
	 * Reads an annotation.
	 * @param annotation the annotation
	 * @param time what is said of the time-to-live of the same method, {@code null} if
	 * nothing
	 * @param place what messages call it
	 * @return what it says
	 * @throws IllegalStateException if it makes no sense
	 */
	static MethodFailSafe parse(StaleOnError annotation, @Nullable MethodTimeToLive time, String place) {
		Duration maximumStale = MethodTimeToLive.duration(annotation.maximumStale());
		Assert.state(maximumStale != null && LoadAdvice.isPositive(maximumStale),
				() -> "'%s' in %s is not a positive time: set one such as 30m or 6h."
					.formatted(annotation.maximumStale(), place));
		Duration fixed = (time != null) ? time.fixed() : null;
		Assert.state(fixed == null || maximumStale.compareTo(fixed) > 0,
				() -> "'%s' in %s counts from the creation of a value, which lives for %s anyway: set a longer time."
					.formatted(annotation.maximumStale(), place, fixed));
		for (Class<? extends Exception> failure : annotation.on()) {
			requireCounts(failure, List.of(InterruptedException.class, CancellationException.class), place);
			requireCounts(failure, List.of(annotation.notOn()), place);
		}
		return new MethodFailSafe(maximumStale, names(annotation.on()), names(annotation.notOn()));
	}

	private static void requireCounts(Class<?> failure, List<Class<? extends Exception>> answers, String place) {
		answers.forEach((answer) -> Assert.state(!answer.isAssignableFrom(failure),
				() -> "%s in %s is one of %s, which does not count as a failure: remove one of the two."
					.formatted(failure.getName(), place, answer.getName())));
	}

	private static Set<String> names(Class<?>[] types) {
		return Arrays.stream(types).map(Class::getName).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Returns what counts for the loads of the method.
	 * @param settings those of the cache
	 * @return the settings
	 */
	FailSafeSettings over(FailSafeSettings settings) {
		return new FailSafeSettings(true, this.maximumStale, settings.throttle(),
				this.exceptions.isEmpty() ? settings.exceptions() : this.exceptions, answers(settings));
	}

	// What is named here counts, though it is an answer elsewhere
	private Set<String> answers(FailSafeSettings settings) {
		if (!this.ignoredExceptions.isEmpty()) {
			return this.ignoredExceptions;
		}
		Set<String> answers = new HashSet<>(settings.ignoredExceptions());
		answers.removeAll(this.exceptions);
		return answers;
	}

}

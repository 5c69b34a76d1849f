package io.cachebridge.spi;

import java.time.Duration;
import java.util.Objects;

/**
 * When a store that fails is no longer called, and when it is tried again.
 *
 * @param enabled whether there is a circuit breaker at all
 * @param failureRate how many of a hundred calls may fail; from this share on the store
 * is no longer called
 * @param minimumCalls how many calls there must have been before their failures count; if
 * so many fail in a row and slowly, the store is no longer called whatever the rate is
 * @param window how many of the last calls are looked at
 * @param open how long the store is not called
 * @param halfOpenCalls how many calls then find out whether it works again
 * @param required whether an application must not start if the library is missing that
 * circuit breakers are made of; otherwise it does without
 */
public record CircuitBreakerSettings(boolean enabled, double failureRate, int minimumCalls, int window, Duration open,
		int halfOpenCalls, boolean required) {

	private static final int MOST_CALLS = 10_000;

	private static final Duration SHORTEST_OPEN = Duration.ofMillis(1);

	private static final Duration LONGEST_OPEN = Duration.ofDays(1);

	/** What holds where nothing is configured. */
	public static final CircuitBreakerSettings DEFAULT = new CircuitBreakerSettings(true, 50, 10, 50,
			Duration.ofSeconds(10), 3, false);

	/** For backends that cannot fail for longer than a call. */
	public static final CircuitBreakerSettings OFF = new CircuitBreakerSettings(false, 50, 10, 50,
			Duration.ofSeconds(10), 3, false);

	public CircuitBreakerSettings {
		Objects.requireNonNull(open, "'open' must not be null");
		if (!(failureRate > 0 && failureRate <= 100)) {
			throw new IllegalArgumentException(
					"'circuit-breaker.failure-rate' must be above 0% and at most 100% but was " + failureRate
							+ "%; to call a store however often it fails set 'circuit-breaker.enabled' to false");
		}
		requireCalls("window", window);
		requireCalls("minimum-calls", minimumCalls);
		requireCalls("half-open-calls", halfOpenCalls);
		if (minimumCalls > window) {
			throw new IllegalArgumentException(
					("'circuit-breaker.minimum-calls' must not be above 'circuit-breaker.window', which is %d, but was "
							+ "%d; raise the window or lower the minimum")
						.formatted(window, minimumCalls));
		}
		if (open.compareTo(SHORTEST_OPEN) < 0 || open.compareTo(LONGEST_OPEN) > 0) {
			throw new IllegalArgumentException(
					"'circuit-breaker.open' must be from 1ms to 1d but was %s; choose some seconds".formatted(open));
		}
	}

	private static void requireCalls(String name, int calls) {
		if (calls < 1 || calls > MOST_CALLS) {
			throw new IllegalArgumentException(
					"'circuit-breaker.%s' must be from 1 to %d but was %d; choose a number of calls in between"
						.formatted(name, MOST_CALLS, calls));
		}
	}

}

package io.cachebridge.spi.support;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.cachebridge.spi.CircuitBreakerSettings;

/**
 * The settings of the circuit breaker of a store, to be bound as {@code circuit-breaker}
 * within those of the store.
 *
 * @param enabled Whether a store that keeps failing is left alone for a time.
 * @param failureRate Share of failed calls from which on the store is left alone.
 * @param minimumCalls How many calls there must have been before their failures count. If
 * so many fail slowly in a row, the store is left alone whatever their share is.
 * @param window How many of the last calls are looked at.
 * @param open How long the store is left alone before calls find out whether it works
 * again. It is found out sooner, every second, if writes wait for it.
 * @param halfOpenCalls How many calls find out whether the store works again.
 */
public record CircuitBreakerProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("50%") Percentage failureRate, @DefaultValue("10") int minimumCalls,
		@DefaultValue("50") int window, @DefaultValue("10s") Duration open, @DefaultValue("3") int halfOpenCalls) {

	public CircuitBreakerProperties {
		settings(enabled, failureRate, minimumCalls, window, open, halfOpenCalls);
	}

	/**
	 * Returns what a store is to be guarded with.
	 * @param configured what is configured of the store, {@code null} for nothing
	 * @return the settings
	 */
	public static CircuitBreakerSettings settings(@Nullable CircuitBreakerProperties configured) {
		return (configured != null) ? settings(configured.enabled, configured.failureRate, configured.minimumCalls,
				configured.window, configured.open, configured.halfOpenCalls) : CircuitBreakerSettings.DEFAULT;
	}

	private static CircuitBreakerSettings settings(boolean enabled, Percentage failureRate, int minimumCalls,
			int window, Duration open, int halfOpenCalls) {
		return new CircuitBreakerSettings(enabled, failureRate.value(), minimumCalls, window, open, halfOpenCalls,
				enabled);
	}

}

package io.cachebridge.spi;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a store is.
 *
 * @param status whether it works
 * @param latency how long the sign of life took
 * @param details what helps to see the cause, in order; never a secret
 */
public record BackendHealth(Status status, Duration latency, Map<String, Object> details) {

	public BackendHealth {
		Objects.requireNonNull(status, "'status' must not be null");
		Objects.requireNonNull(latency, "'latency' must not be null");
		details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
	}

	public static BackendHealth up(Duration latency) {
		return new BackendHealth(Status.UP, latency, Map.of());
	}

	/**
	 * Tells that the store does not work.
	 * @param latency how long it took to find out
	 * @param cause why, told by its class and message, which must hold no secret
	 * @return the health
	 */
	public static BackendHealth down(Duration latency, Throwable cause) {
		return new BackendHealth(Status.DOWN, latency,
				Map.of("error", cause.getClass().getName() + ": " + cause.getMessage()));
	}

	/**
	 * Returns this health with one more detail.
	 * @param name what it is called
	 * @param value what it is; never a secret
	 * @return the health with the detail added
	 */
	public BackendHealth with(String name, Object value) {
		Map<String, Object> more = new LinkedHashMap<>(this.details);
		more.put(name, value);
		return new BackendHealth(this.status, this.latency, more);
	}

	/**
	 * Whether a store works.
	 */
	public enum Status {

		/** It answers. */
		UP,

		/** It answers, but something is not as it should be. */
		DEGRADED,

		/** It does not answer. */
		DOWN

	}

}

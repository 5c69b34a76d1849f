package io.cachebridge.health;

import java.util.Locale;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.core.CircuitBreakerStatus;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;

/**
 * Tells how one backend is. The detail {@code state} is that of the backend ({@code up},
 * {@code degraded}, {@code down}, {@code unused}); the status is what it means for the
 * application, which can do without its caches unless configured otherwise. The sign of
 * life is asked for whatever the circuit breaker says, and changes nothing about it.
 */
final class BackendHealthIndicator implements HealthIndicator {

	private static final String BYPASSED = "Caches of this backend are bypassed; their methods are called instead";

	private final String name;

	private final BackendRegistry backends;

	private final BackendProbe probe;

	private final boolean downOnFailure;

	private final Function<String, @Nullable CircuitBreakerStatus> circuitBreakers;

	BackendHealthIndicator(String name, BackendRegistry backends, CacheBridgeHealthProperties properties,
			Function<String, @Nullable CircuitBreakerStatus> circuitBreakers) {
		this.name = name;
		this.backends = backends;
		this.probe = new BackendProbe(name, properties.timeout());
		this.downOnFailure = properties.downOnFailure();
		this.circuitBreakers = circuitBreakers;
	}

	@Override
	public Health health() {
		CacheBackend backend = this.backends.inUse().get(this.name);
		if (backend == null) {
			return Health.unknown().withDetail("state", "unused").build();
		}
		BackendHealth found = this.probe.ask(backend);
		boolean broken = found.status() == BackendHealth.Status.DOWN;
		Health.Builder health = Health.status((broken && this.downOnFailure) ? Status.DOWN : Status.UP);
		found.details().forEach((name, value) -> addDetail(health, name, value));
		health.withDetail("state", found.status().name().toLowerCase(Locale.ROOT));
		health.withDetail("latencyMillis", found.latency().toMillis());
		if (broken && !this.downOnFailure) {
			health.withDetail("effect", BYPASSED);
		}
		addCircuitBreaker(health, this.circuitBreakers.apply(this.name));
		return health.build();
	}

	private static void addCircuitBreaker(Health.Builder health, @Nullable CircuitBreakerStatus status) {
		if (status != null) {
			health.withDetail("circuitBreaker", status.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
			health.withDetail("circuitBreakerSince", status.since().toString());
			health.withDetail("refusedCalls", status.refusedCalls());
		}
	}

	private static void addDetail(Health.Builder health, String name, Object value) {
		if (value != null) {
			health.withDetail(name, (value instanceof CharSequence text) ? Redaction.redact(text.toString()) : value);
		}
	}

}

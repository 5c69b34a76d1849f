package io.cachebridge.health;

import java.util.Locale;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.CacheBackend;

/**
 * Tells how one backend is. The detail {@code state} is that of the backend ({@code up},
 * {@code degraded}, {@code down}, {@code unused}); the status is what it means for the
 * application, which can do without its caches unless configured otherwise.
 */
final class BackendHealthIndicator implements HealthIndicator {

	private static final String BYPASSED = "Caches of this backend are bypassed; their methods are called instead";

	private final String name;

	private final BackendRegistry backends;

	private final BackendProbe probe;

	private final boolean downOnFailure;

	BackendHealthIndicator(String name, BackendRegistry backends, CacheBridgeHealthProperties properties) {
		this.name = name;
		this.backends = backends;
		this.probe = new BackendProbe(name, properties.timeout());
		this.downOnFailure = properties.downOnFailure();
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
		return health.build();
	}

	private static void addDetail(Health.Builder health, String name, Object value) {
		if (value != null) {
			health.withDetail(name, (value instanceof CharSequence text) ? Redaction.redact(text.toString()) : value);
		}
	}

}

package io.cachebridge.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.core.CircuitBreakerStatus;

/**
 * The health of the backends that are in use at the time of asking. One that is not in
 * use yet is known by its name, so that a group of the health endpoint may name it.
 */
final class BackendHealthContributors implements CompositeHealthContributor {

	private final BackendRegistry backends;

	private final CacheBridgeHealthProperties properties;

	private final Function<String, @Nullable CircuitBreakerStatus> circuitBreakers;

	private final Map<String, BackendHealthIndicator> indicators = new ConcurrentHashMap<>();

	BackendHealthContributors(BackendRegistry backends, CacheBridgeHealthProperties properties,
			Function<String, @Nullable CircuitBreakerStatus> circuitBreakers) {
		this.backends = backends;
		this.properties = properties;
		this.circuitBreakers = circuitBreakers;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.backends.names().contains(name) ? indicator(name) : null;
	}

	@Override
	public Stream<Entry> stream() {
		return this.backends.inUse().keySet().stream().map((name) -> new Entry(name, indicator(name)));
	}

	private BackendHealthIndicator indicator(String name) {
		return this.indicators.computeIfAbsent(name,
				(created) -> new BackendHealthIndicator(created, this.backends, this.properties, this.circuitBreakers));
	}

}

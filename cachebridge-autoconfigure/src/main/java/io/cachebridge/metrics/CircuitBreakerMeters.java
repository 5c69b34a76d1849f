package io.cachebridge.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;

import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheEventListener;
import io.cachebridge.core.CircuitBreakerStatus;
import io.cachebridge.core.CircuitBreakerStatus.State;

/**
 * Measures the circuit breaker of each backend, from the moment on when a cache first
 * uses the backend.
 */
final class CircuitBreakerMeters implements MeterBinder, CacheEventListener {

	private final ObjectProvider<CacheBridgeCacheManager> managers;

	private final Set<String> backends = ConcurrentHashMap.newKeySet();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	CircuitBreakerMeters(ObjectProvider<CacheBridgeCacheManager> managers) {
		this.managers = managers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.backends.forEach((backend) -> register(registry, backend));
	}

	@Override
	public void onCircuitBreaker(CircuitBreakerStatus status) {
		if (this.backends.add(status.backend())) {
			this.registries.forEach((registry) -> register(registry, status.backend()));
		}
	}

	private void register(MeterRegistry registry, String backend) {
		Tags tags = Tags.of(CacheBridgeMeters.BACKEND, backend);
		for (State state : State.values()) {
			Gauge
				.builder(CacheBridgeMeters.CIRCUIT_BREAKER_STATE, this,
						(meters) -> meters.isAny(backend, state) ? 1 : 0)
				.tags(tags.and(CacheBridgeMeters.STATE, state.name().toLowerCase(Locale.ROOT).replace('_', '-')))
				.description("The state of the circuit breaker: 1 for the one that it is in")
				.register(registry);
		}
		FunctionCounter.builder(CacheBridgeMeters.REFUSED_CALLS, this, (meters) -> meters.refused(backend))
			.tags(tags)
			.description("Calls of the store that were not made because of its circuit breaker")
			.register(registry);
	}

	private boolean isAny(String backend, State state) {
		return statuses(backend).anyMatch((status) -> status.state() == state);
	}

	private double refused(String backend) {
		return statuses(backend).mapToDouble(CircuitBreakerStatus::refusedCalls).sum();
	}

	private Stream<CircuitBreakerStatus> statuses(String backend) {
		return this.managers.stream().map((manager) -> manager.circuitBreakers().get(backend)).filter(Objects::nonNull);
	}

}

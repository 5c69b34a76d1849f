package io.cachebridge.metrics;

import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheEventListener;
import io.cachebridge.core.CircuitBreakerStatus;
import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.fixture.BrokenBackend;
import io.cachebridge.fixture.Managers;

import static org.assertj.core.api.Assertions.assertThat;

class CircuitBreakerMetersTests {

	private final SimpleMeterRegistry early = new SimpleMeterRegistry();

	private final SimpleMeterRegistry late = new SimpleMeterRegistry();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeMetricsAutoConfiguration.class))
		.withBean(CacheBridgeCacheManager.class, () -> Managers.throwing(new BrokenBackend(), "products"));

	@Test
	void tellTheStateAndWhatWasRefused() {
		this.runner.run((context) -> {
			CircuitBreakerMeters meters = context.getBean(CircuitBreakerMeters.class);
			CacheBridgeCacheManager manager = context.getBean(CacheBridgeCacheManager.class);
			meters.bindTo(this.early);
			assertThat(this.early.getMeters()).isEmpty();
			manager.circuitBreakers().values().forEach(meters::onCircuitBreaker);
			meters.bindTo(this.late);
			for (SimpleMeterRegistry registry : new SimpleMeterRegistry[] { this.early, this.late }) {
				assertThat(states(registry)).containsOnly(Map.entry(State.CLOSED, 1.0), Map.entry(State.OPEN, 0.0),
						Map.entry(State.HALF_OPEN, 0.0));
				assertThat(refused(registry)).isZero();
			}
			Managers.breakBackend(manager, "products");
			CircuitBreakerStatus status = manager.circuitBreakers().get("memory");
			meters.onCircuitBreaker(status);
			for (SimpleMeterRegistry registry : new SimpleMeterRegistry[] { this.early, this.late }) {
				assertThat(states(registry)).containsOnly(Map.entry(State.CLOSED, 0.0), Map.entry(State.OPEN, 1.0),
						Map.entry(State.HALF_OPEN, 0.0));
				assertThat(refused(registry)).isEqualTo((double) status.refusedCalls()).isPositive();
			}
			assertThat(context.getBeansOfType(CacheEventListener.class).values()).contains(meters);
		});
	}

	private static Map<State, Double> states(SimpleMeterRegistry registry) {
		return Map.of(State.CLOSED, state(registry, "closed"), State.OPEN, state(registry, "open"), State.HALF_OPEN,
				state(registry, "half-open"));
	}

	private static double state(SimpleMeterRegistry registry, String state) {
		return registry.get(CacheBridgeMeters.CIRCUIT_BREAKER_STATE)
			.tags(CacheBridgeMeters.BACKEND, "memory", CacheBridgeMeters.STATE, state)
			.gauge()
			.value();
	}

	private static double refused(SimpleMeterRegistry registry) {
		return registry.get(CacheBridgeMeters.REFUSED_CALLS)
			.tag(CacheBridgeMeters.BACKEND, "memory")
			.functionCounter()
			.count();
	}

}

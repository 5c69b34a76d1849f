package io.cachebridge.test.application;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.test.SharedStore;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The settings of circuit breakers, for every store there is.
 */
class CircuitBreakerSettingsTests {

	private static final List<String> TYPES = List.of("redis", "jdbc", "http", "dynamodb", "consul", "s3", "memcached",
			"file", "tiered");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("cachebridge.tiered.near=memory", "cachebridge.tiered.far=redis");

	@Test
	void areBoundForEachTypeAndTakenOverByItsInstances() {
		this.runner
			.withPropertyValues(
					TYPES.stream().map("cachebridge.%s.circuit-breaker.open=42s"::formatted).toArray(String[]::new))
			.withPropertyValues(TYPES.stream()
				.map("cachebridge.%1$s.instances.other-%1$s.circuit-breaker.failure-rate=80%%"::formatted)
				.toArray(String[]::new))
			.withPropertyValues("cachebridge.redis.instances.off.circuit-breaker.enabled=false")
			.run((context) -> {
				BackendRegistry backends = context.getBean(BackendRegistry.class);
				for (String type : TYPES) {
					assertThat(backends.circuitBreaker(type))
						.isEqualTo(new CircuitBreakerSettings(true, 50, 10, 50, Duration.ofSeconds(42), 3, true));
					assertThat(backends.circuitBreaker("other-" + type))
						.isEqualTo(new CircuitBreakerSettings(true, 80, 10, 50, Duration.ofSeconds(42), 3, true));
				}
				assertThat(backends.circuitBreaker("off").enabled()).isFalse();
				assertThat(backends.circuitBreaker("off").required()).isFalse();
			});
	}

	@Test
	void areBuiltInIfNothingIsSaid() {
		this.runner.run((context) -> {
			BackendRegistry backends = context.getBean(BackendRegistry.class);
			assertThat(TYPES).allSatisfy(
					(type) -> assertThat(backends.circuitBreaker(type)).isEqualTo(CircuitBreakerSettings.DEFAULT));
			assertThat(backends.circuitBreaker("mine")).isEqualTo(CircuitBreakerSettings.DEFAULT);
			assertThat(backends.circuitBreaker("memory")).isEqualTo(CircuitBreakerSettings.OFF);
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		CacheBackend mine() {
			return new SharedStore();
		}

	}

}

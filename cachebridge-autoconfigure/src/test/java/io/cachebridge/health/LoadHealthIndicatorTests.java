package io.cachebridge.health;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache.ValueRetrievalException;

import io.cachebridge.autoconfigure.CacheBridgeAutoConfiguration;
import io.cachebridge.autoconfigure.CacheBridgeCachingAutoConfiguration;
import io.cachebridge.autoconfigure.CacheBridgeCodecAutoConfiguration;
import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class LoadHealthIndicatorTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(CacheBridgeAutoConfiguration.class, CacheBridgeCachingAutoConfiguration.class,
						CacheBridgeCodecAutoConfiguration.class, CacheBridgeMemoryAutoConfiguration.class,
						CacheBridgeHealthContributorAutoConfiguration.class, HealthContributorAutoConfiguration.class,
						HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
		.withPropertyValues("cachebridge.caches.products.loader.hard-timeout=20ms");

	@Test
	void namesTheCacheAndTheNumberOfItsHungLoads() {
		this.runner.run((context) -> {
			CacheBridgeCache cache = context.getBean(CacheBridgeCacheManager.class).getCache("products");
			assertThat(cache).isNotNull();
			LoadHealthIndicator indicator = context.getBean(LoadHealthIndicator.class);
			CountDownLatch end = new CountDownLatch(1);
			assertThatExceptionOfType(ValueRetrievalException.class)
				.isThrownBy(() -> cache.get("1", () -> ignoringInterruption(end)));
			Health health = indicator.health();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("hung", Map.of("products", 1L)).containsKey("cause");
			end.countDown();
			await().untilAsserted(
					() -> assertThat(indicator.health().getDetails()).containsOnly(Map.entry("hung", Map.of())));
		});
	}

	private static String ignoringInterruption(CountDownLatch end) {
		while (true) {
			try {
				end.await();
				return "late";
			}
			catch (InterruptedException ex) {
				// Goes on, as a driver may that waits for an answer
			}
		}
	}

	@Test
	void appearsInEndpoint() {
		this.runner.run((context) -> assertThat(context.getBean(HealthEndpoint.class).healthForPath("cachebridgeLoads"))
			.isNotNull());
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("management.health.cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LoadHealthIndicator.class));
	}

}

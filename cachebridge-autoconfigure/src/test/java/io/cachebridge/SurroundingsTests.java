package io.cachebridge;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.util.ClassUtils;

import io.cachebridge.entity.EntityChange;
import io.cachebridge.fixture.Analyses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with all that surrounds its caches, as it is configured by itself.
 */
class SurroundingsTests {

	private static final String RULE = "cachebridge.invalidation.rules[0].";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ours()))
		.withConfiguration(AutoConfigurations.of(CacheAutoConfiguration.class, CacheMetricsAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withBean(Catalogue.class)
		.withPropertyValues(RULE + "collection=product", RULE + "cache=products", RULE + "key=#entity");

	@Test
	void loadsAgainAfterChangeOfEntity() {
		this.runner.run((context) -> {
			Catalogue catalogue = context.getBean(Catalogue.class);
			assertThat(catalogue.find(7L)).isEqualTo(catalogue.find(7L)).isEqualTo(1);
			context.publishEvent(EntityChange.updated(7L).in("product"));
			assertThat(catalogue.find(7L)).isEqualTo(2);
		});
	}

	@Test
	void measuresCachesOfRulesAndCachesOfMethods() {
		this.runner.run((context) -> {
			context.getBean(Catalogue.class).find(7L);
			context.getBean(Catalogue.class).price(7L);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			for (String cache : new String[] { "products", "prices" }) {
				assertThat(registry.find("cache.gets")
					.tags("cache", cache, "name", cache, "cache.manager", "cacheManager", "result", "miss")
					.functionCounter()
					.count()).isEqualTo(1);
			}
		});
	}

	@Test
	void tellsHealthOfBackendInUse() {
		this.runner.run((context) -> assertThat(
				context.getBean(HealthEndpoint.class).healthForPath("cachebridge", "memory").getStatus())
			.isEqualTo(Status.UP));
	}

	@Test
	void explainsRuleForCacheThatIsNotConfigured() {
		this.runner.withPropertyValues("cachebridge.dynamic=false", "cachebridge.caches.prices.time-to-live=1m")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains("'" + RULE + "cache'", "'products'", "only [prices]"));
	}

	@Test
	void hasNothingAroundWhenDisabledButWhatHidesKeys() {
		this.runner.withPropertyValues("cachebridge.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean("cachebridgeHealthContributor");
			assertThat(context.getBeanDefinitionNames()).doesNotContain("entityChangeListener", "lateCacheMeters")
				.filteredOn((name) -> name.startsWith("cacheBridge"))
				.containsExactly("cacheBridgeSanitizingFunction");
		});
	}

	private static Class<?>[] ours() {
		ClassLoader classLoader = SurroundingsTests.class.getClassLoader();
		return ImportCandidates.load(AutoConfiguration.class, classLoader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.cachebridge."))
			.map((name) -> ClassUtils.resolveClassName(name, classLoader))
			.toArray(Class<?>[]::new);
	}

	static class Catalogue {

		private final AtomicInteger loads = new AtomicInteger();

		@Cacheable("products")
		int find(long id) {
			return this.loads.incrementAndGet();
		}

		@Cacheable("prices")
		int price(long id) {
			return this.loads.incrementAndGet();
		}

	}

}

package io.cachebridge.health;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

import io.cachebridge.core.BackendRegistry;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CircuitBreakerStatus;

/**
 * Adds the backends, and the loads that hang, to the health endpoint.
 */
@AutoConfiguration(afterName = "io.cachebridge.autoconfigure.CacheBridgeAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ CacheBridgeCacheManager.class, BackendRegistry.class })
@ConditionalOnEnabledHealthIndicator("cachebridge")
@EnableConfigurationProperties(CacheBridgeHealthProperties.class)
public final class CacheBridgeHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "cachebridgeHealthContributor")
	BackendHealthContributors cachebridgeHealthContributor(BackendRegistry backends,
			CacheBridgeHealthProperties properties, ObjectProvider<CacheBridgeCacheManager> managers) {
		return new BackendHealthContributors(backends, properties, (name) -> circuitBreaker(managers, name));
	}

	private static @Nullable CircuitBreakerStatus circuitBreaker(ObjectProvider<CacheBridgeCacheManager> managers,
			String backend) {
		return managers.orderedStream()
			.map((manager) -> manager.circuitBreakers().get(backend))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cachebridgeLoadsHealthIndicator")
	LoadHealthIndicator cachebridgeLoadsHealthIndicator(ObjectProvider<CacheBridgeCacheManager> managers) {
		return new LoadHealthIndicator(managers::stream);
	}

}

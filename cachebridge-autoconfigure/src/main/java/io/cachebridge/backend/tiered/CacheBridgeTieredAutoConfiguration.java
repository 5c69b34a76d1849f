package io.cachebridge.backend.tiered;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.cachebridge.spi.support.NamedInstances;

/**
 * Makes backends available that are composed of two others, as configured.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeTieredProperties.class)
public final class CacheBridgeTieredAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeTieredBackendProvider")
	TieredBackendProvider cacheBridgeTieredBackendProvider(CacheBridgeTieredProperties properties,
			Environment environment) {
		return new TieredBackendProvider(NamedInstances.of(TieredBackendProvider.TYPE,
				CacheBridgeTieredProperties.class, environment, properties.instances().keySet()));
	}

}

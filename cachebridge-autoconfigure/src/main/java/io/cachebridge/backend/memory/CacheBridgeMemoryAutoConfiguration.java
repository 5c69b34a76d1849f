package io.cachebridge.backend.memory;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.cachebridge.spi.support.NamedInstances;

/**
 * Makes {@code memory} available as a backend.
 */
@AutoConfiguration
@ConditionalOnClass(Caffeine.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeMemoryProperties.class)
public final class CacheBridgeMemoryAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeMemoryBackendProvider")
	MemoryBackendProvider cacheBridgeMemoryBackendProvider(CacheBridgeMemoryProperties properties,
			Environment environment) {
		return new MemoryBackendProvider(NamedInstances.of(MemoryBackendProvider.TYPE,
				CacheBridgeMemoryProperties.class, environment, properties.instances().keySet()));
	}

}

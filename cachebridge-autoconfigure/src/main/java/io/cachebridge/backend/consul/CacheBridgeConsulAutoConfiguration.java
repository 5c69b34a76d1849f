package io.cachebridge.backend.consul;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.consul.ConsulAutoConfiguration.ConsulClientSettings;
import org.springframework.cloud.consul.ConsulProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/**
 * Offers the key-value store of Consul as backend and backplane {@code consul}. Nothing
 * is connected before a cache or the backplane uses it.
 */
@AutoConfiguration(afterName = "org.springframework.cloud.consul.ConsulAutoConfiguration")
@ConditionalOnClass({ ConsulProperties.class, JsonMapper.class })
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@ConditionalOnBean({ ConsulProperties.class, ConsulClientSettings.class })
@EnableConfigurationProperties(CacheBridgeConsulProperties.class)
public final class CacheBridgeConsulAutoConfiguration {

	@Bean
	ConsulInstances cacheBridgeConsulInstances(ConsulProperties consul, ConsulClientSettings client,
			CacheBridgeConsulProperties properties, Environment environment,
			ObjectProvider<ConsulConnectionDetails> connections) {
		return new ConsulInstances(consul, client, properties, environment, connections);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeConsulBackendProvider")
	ConsulBackendProvider cacheBridgeConsulBackendProvider(ConsulInstances cacheBridgeConsulInstances) {
		return new ConsulBackendProvider(cacheBridgeConsulInstances);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeConsulBackplaneProvider")
	ConsulBackplaneProvider cacheBridgeConsulBackplaneProvider(ConsulInstances cacheBridgeConsulInstances) {
		return new ConsulBackplaneProvider(cacheBridgeConsulInstances);
	}

}

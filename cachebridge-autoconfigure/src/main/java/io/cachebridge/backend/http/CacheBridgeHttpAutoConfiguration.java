package io.cachebridge.backend.http;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;

import io.cachebridge.spi.support.NamedInstances;

/**
 * Offers a server that can get, put and delete by HTTP as backend {@code http}, and
 * further ones by name. Nothing is connected before a cache uses it.
 */
@AutoConfiguration
@ConditionalOnClass(RestClient.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeHttpProperties.class)
public final class CacheBridgeHttpAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeHttpBackendProvider")
	HttpBackendProvider cacheBridgeHttpBackendProvider(CacheBridgeHttpProperties properties, Environment environment,
			ObjectProvider<RestClient.Builder> clients) {
		return new HttpBackendProvider(NamedInstances.of(HttpBackendProvider.TYPE, CacheBridgeHttpProperties.class,
				environment, properties.instances().keySet()), clients);
	}

}

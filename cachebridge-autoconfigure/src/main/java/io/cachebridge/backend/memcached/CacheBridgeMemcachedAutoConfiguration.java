package io.cachebridge.backend.memcached;

import net.rubyeye.xmemcached.MemcachedClient;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.cachebridge.spi.support.NamedInstances;

/**
 * Makes {@code memcached} available as a backend, and further ones by name. Nothing is
 * connected before a cache uses it.
 */
@AutoConfiguration
@ConditionalOnClass(MemcachedClient.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeMemcachedProperties.class)
public final class CacheBridgeMemcachedAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeMemcachedBackendProvider")
	MemcachedBackendProvider cacheBridgeMemcachedBackendProvider(CacheBridgeMemcachedProperties properties,
			Environment environment, BeanFactory beans) {
		return new MemcachedBackendProvider(NamedInstances.of(MemcachedBackendProvider.TYPE,
				CacheBridgeMemcachedProperties.class, environment, properties.instances().keySet()), beans);
	}

}

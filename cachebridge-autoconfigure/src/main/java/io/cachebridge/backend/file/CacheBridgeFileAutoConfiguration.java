package io.cachebridge.backend.file;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.cachebridge.spi.support.NamedInstances;

/**
 * Makes {@code file} available as a backend and as a backplane. Nothing is read or
 * created before a cache or the backplane uses it.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeFileProperties.class)
public final class CacheBridgeFileAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeFileBackendProvider")
	FileBackendProvider cacheBridgeFileBackendProvider(CacheBridgeFileProperties properties, Environment environment) {
		return new FileBackendProvider(instances(properties, environment));
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeFileBackplaneProvider")
	FileBackplaneProvider cacheBridgeFileBackplaneProvider(CacheBridgeFileProperties properties,
			Environment environment) {
		return new FileBackplaneProvider(instances(properties, environment));
	}

	private static FileInstances instances(CacheBridgeFileProperties properties, Environment environment) {
		return new FileInstances(NamedInstances.of(FileBackendProvider.TYPE, CacheBridgeFileProperties.class,
				environment, properties.instances().keySet()));
	}

}

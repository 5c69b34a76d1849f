package io.cachebridge.backend.s3;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.services.s3.S3Client;

import io.cachebridge.spi.support.NamedInstances;

/**
 * Offers Amazon S3, and what speaks its protocol, as backend {@code s3}, and further
 * buckets by name. Nothing is connected or created before a cache uses it.
 */
@AutoConfiguration
@ConditionalOnClass(S3Client.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeS3Properties.class)
public final class CacheBridgeS3AutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeS3BackendProvider")
	S3BackendProvider cacheBridgeS3BackendProvider(CacheBridgeS3Properties properties, Environment environment,
			BeanFactory beans) {
		return new S3BackendProvider(NamedInstances.of(S3BackendProvider.TYPE, CacheBridgeS3Properties.class,
				environment, properties.instances().keySet()), beans);
	}

}

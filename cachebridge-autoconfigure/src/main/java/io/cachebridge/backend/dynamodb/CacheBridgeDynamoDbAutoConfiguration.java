package io.cachebridge.backend.dynamodb;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.cachebridge.spi.support.NamedInstances;

/**
 * Offers tables of DynamoDB as backend and backplane {@code dynamodb} and under the names
 * of {@code cachebridge.dynamodb.instances}. Nothing is connected or created before a
 * cache or the backplane uses it.
 */
@AutoConfiguration(afterName = "io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration")
@ConditionalOnClass(DynamoDbClient.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeDynamoDbProperties.class)
public final class CacheBridgeDynamoDbAutoConfiguration {

	@Bean
	DynamoDbInstances cacheBridgeDynamoDbInstances(CacheBridgeDynamoDbProperties properties, Environment environment,
			ObjectProvider<DynamoDbClient> clients, ObjectProvider<DynamoDbConnectionDetails> connections) {
		return new DynamoDbInstances(NamedInstances.of(DynamoDbInstances.TYPE, CacheBridgeDynamoDbProperties.class,
				environment, properties.instances().keySet()), clients, connections);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeDynamoDbBackendProvider")
	DynamoDbBackendProvider cacheBridgeDynamoDbBackendProvider(DynamoDbInstances cacheBridgeDynamoDbInstances) {
		return new DynamoDbBackendProvider(cacheBridgeDynamoDbInstances);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeDynamoDbBackplaneProvider")
	DynamoDbBackplaneProvider cacheBridgeDynamoDbBackplaneProvider(DynamoDbInstances cacheBridgeDynamoDbInstances) {
		return new DynamoDbBackplaneProvider(cacheBridgeDynamoDbInstances);
	}

}

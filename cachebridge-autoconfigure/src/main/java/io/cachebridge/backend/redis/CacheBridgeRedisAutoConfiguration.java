package io.cachebridge.backend.redis;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.cachebridge.spi.support.NamedInstances;

/**
 * Offers the application's Redis as backend and backplane {@code redis} and as backplane
 * {@code redis-stream}, and further ones by name. Nothing is connected before a cache or
 * the backplane uses it.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@ConditionalOnBean(RedisConnectionFactory.class)
@EnableConfigurationProperties(CacheBridgeRedisProperties.class)
@ImportRuntimeHints(LettuceHints.class)
public final class CacheBridgeRedisAutoConfiguration {

	@Bean
	RedisInstances cacheBridgeRedisInstances(CacheBridgeRedisProperties properties, Environment environment,
			BeanFactory beans) {
		return new RedisInstances(NamedInstances.of(RedisBackendProvider.TYPE, CacheBridgeRedisProperties.class,
				environment, properties.instances().keySet()), beans);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeRedisBackendProvider")
	RedisBackendProvider cacheBridgeRedisBackendProvider(RedisInstances cacheBridgeRedisInstances) {
		return new RedisBackendProvider(cacheBridgeRedisInstances);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeRedisBackplaneProvider")
	RedisBackplaneProvider cacheBridgeRedisBackplaneProvider(RedisInstances cacheBridgeRedisInstances) {
		return new RedisBackplaneProvider(cacheBridgeRedisInstances);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeRedisStreamBackplaneProvider")
	RedisStreamBackplaneProvider cacheBridgeRedisStreamBackplaneProvider(RedisInstances cacheBridgeRedisInstances) {
		return new RedisStreamBackplaneProvider(cacheBridgeRedisInstances);
	}

}

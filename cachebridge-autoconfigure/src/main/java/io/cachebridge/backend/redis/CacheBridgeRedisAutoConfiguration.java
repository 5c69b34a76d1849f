package io.cachebridge.backend.redis;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Offers the application's Redis as backend and backplane {@code redis} and as backplane
 * {@code redis-stream}. Nothing is connected before a cache or the backplane uses it.
 */
@AutoConfiguration(afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration")
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@ConditionalOnSingleCandidate(RedisConnectionFactory.class)
@EnableConfigurationProperties(CacheBridgeRedisProperties.class)
@ImportRuntimeHints(LettuceHints.class)
public final class CacheBridgeRedisAutoConfiguration {

	@Bean
	RedisCommands cacheBridgeRedisCommands(RedisConnectionFactory factory, CacheBridgeRedisProperties properties) {
		return RedisCommands.over(factory, properties.timeout());
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeRedisBackendProvider")
	RedisBackendProvider cacheBridgeRedisBackendProvider(RedisCommands cacheBridgeRedisCommands) {
		return new RedisBackendProvider(cacheBridgeRedisCommands);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeRedisBackplaneProvider")
	RedisBackplaneProvider cacheBridgeRedisBackplaneProvider(RedisCommands cacheBridgeRedisCommands) {
		return new RedisBackplaneProvider(cacheBridgeRedisCommands);
	}

	@Bean
	@ConditionalOnMissingBean(name = "cacheBridgeRedisStreamBackplaneProvider")
	RedisStreamBackplaneProvider cacheBridgeRedisStreamBackplaneProvider(RedisCommands cacheBridgeRedisCommands,
			CacheBridgeRedisProperties properties) {
		return new RedisStreamBackplaneProvider(cacheBridgeRedisCommands, properties.stream().maximumLength());
	}

}

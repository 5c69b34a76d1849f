package io.cachebridge.autoconfigure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcAutoConfiguration;
import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.backend.redis.CacheBridgeRedisAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a misspelt property of a store is found, for which Spring Boot has an
 * analysis of its own.
 */
class MisspeltStorePropertiesTests {

	@ParameterizedTest
	@ValueSource(strings = { "cachebridge.jdbc.tabel=a", "cachebridge.memory.maximum-siez=5",
			"cachebridge.redis.timeot=5s" })
	void failsTheStart(String property) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeJdbcAutoConfiguration.class,
					CacheBridgeMemoryAutoConfiguration.class, CacheBridgeRedisAutoConfiguration.class,
					DataRedisAutoConfiguration.class))
			.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(UnboundConfigurationPropertiesException.class)
				.rootCause()
				.hasMessageContaining(property.substring(0, property.indexOf('='))));
	}

}

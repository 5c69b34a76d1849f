package io.cachebridge.spi.support;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import io.cachebridge.spi.CircuitBreakerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CircuitBreakerPropertiesTests {

	private static final String PLACE = "cachebridge.redis.circuit-breaker";

	private static CircuitBreakerProperties bind(Map<String, String> properties) {
		return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(PLACE,
				CircuitBreakerProperties.class);
	}

	@Test
	void areThoseThatAreBuiltInUnlessSet() {
		CircuitBreakerSettings built = CircuitBreakerSettings.DEFAULT;
		assertThat(CircuitBreakerProperties.settings(null)).isEqualTo(built);
		assertThat(CircuitBreakerProperties.settings(bind(Map.of()))).isEqualTo(new CircuitBreakerSettings(true,
				built.failureRate(), built.minimumCalls(), built.window(), built.open(), built.halfOpenCalls(), true));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			failure-rate    | 0%    | 'circuit-breaker.failure-rate' must be above 0% and at most 100% but was 0.0%
			failure-rate    | 101%  | A percentage must be from 0% to 100% but was 101.0%
			failure-rate    | half  | A percentage is written as 10% but was 'half'
			minimum-calls   | 0     | 'circuit-breaker.minimum-calls' must be from 1 to 10000 but was 0
			minimum-calls   | 51    | must not be above 'circuit-breaker.window', which is 50, but was 51
			window          | 10001 | 'circuit-breaker.window' must be from 1 to 10000 but was 10001
			half-open-calls | -1    | 'circuit-breaker.half-open-calls' must be from 1 to 10000 but was -1
			open            | 0s    | 'circuit-breaker.open' must be from 1ms to 1d but was PT0S; choose some seconds
			open            | 25h   | 'circuit-breaker.open' must be from 1ms to 1d but was PT25H
			""")
	void sayWhatIsWrong(String property, String value, String message) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bind(Map.of(PLACE + "." + property, value)))
			.withMessageContaining(PLACE)
			.withStackTraceContaining(message);
	}

}

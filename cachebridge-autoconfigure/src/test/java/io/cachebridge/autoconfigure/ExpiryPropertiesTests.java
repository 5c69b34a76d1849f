package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.ExpirySettings;
import io.cachebridge.fixture.Analyses;
import io.cachebridge.spi.support.Percentage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of properties that tell how long values live.
 */
class ExpiryPropertiesTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(CacheBridgeAutoConfiguration.class, CacheBridgeCachingAutoConfiguration.class,
					CacheBridgeCodecAutoConfiguration.class, CacheBridgeMemoryAutoConfiguration.class));

	static Stream<Arguments> mistakes() {
		return Stream.of(
				Arguments.of("cachebridge.caches.a.jitter=100%", "Property 'cachebridge.caches.a.jitter' is '100%'",
						"Set a share such as 10%"),
				Arguments.of("cachebridge.defaults.null-time-to-live=0s",
						"Property 'cachebridge.defaults.null-time-to-live' is 'PT0S'",
						"set 'cachebridge.defaults.null-values' to skip"),
				Arguments.of("cachebridge.defaults.local.time-to-idle=-1s",
						"Property 'cachebridge.defaults.local.time-to-idle' is 'PT-1S'", "remove the property"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void namesThePropertyItsValueAndTheRemedy(String property, String description, String action) {
		this.runner.withPropertyValues(property).run(Analyses.contain(description, action));
	}

	@Test
	void aTimeOfATierThatIsOffFailsTheStart() {
		this.runner
			.withPropertyValues("cachebridge.caches.a.local.enabled=false",
					"cachebridge.caches.a.local.time-to-idle=1m")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains("cachebridge.caches.a.local.enabled"));
	}

	@Test
	void areInheritedOneByOne() {
		this.runner.withPropertyValues("cachebridge.defaults.jitter=10%", "cachebridge.patterns[0].match=user-*",
				"cachebridge.patterns[0].null-time-to-live=5s", "cachebridge.caches.user-names.local.time-to-idle=20s")
			.run((context) -> {
				CacheBridgeCacheManager manager = context.getBean(CacheBridgeCacheManager.class);
				assertThat(expiry(manager, "user-names"))
					.isEqualTo(new ExpirySettings(new Percentage(10), Duration.ofSeconds(5), Duration.ofSeconds(20)));
				assertThat(expiry(manager, "other"))
					.isEqualTo(new ExpirySettings(new Percentage(10), null, Duration.ZERO));
			});
	}

	private static ExpirySettings expiry(CacheBridgeCacheManager manager, String cache) {
		return Objects.requireNonNull(manager.getCache(cache)).settings().expiry();
	}

}

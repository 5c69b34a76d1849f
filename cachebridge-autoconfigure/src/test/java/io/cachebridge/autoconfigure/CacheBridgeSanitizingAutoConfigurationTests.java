package io.cachebridge.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.json.JsonMapper;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

class CacheBridgeSanitizingAutoConfigurationTests {

	private static final String KEY = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeAutoConfiguration.class,
				CacheBridgeCachingAutoConfiguration.class, CacheBridgeCodecAutoConfiguration.class,
				CacheBridgeMemoryAutoConfiguration.class, CacheBridgeSanitizingAutoConfiguration.class,
				ConfigurationPropertiesReportEndpointAutoConfiguration.class,
				EnvironmentEndpointAutoConfiguration.class))
		.withPropertyValues("cachebridge.encryption.keys.k1=" + KEY, "cachebridge.encryption.current=k1",
				"management.endpoints.web.exposure.include=*", "management.endpoints.jmx.exposure.include=*",
				"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always");

	private static void assertThatNoKeyIsShown(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		String properties = JsonMapper.shared()
			.writeValueAsString(context.getBean(ConfigurationPropertiesReportEndpoint.class).configurationProperties());
		String environment = JsonMapper.shared()
			.writeValueAsString(context.getBean(EnvironmentEndpoint.class).environment(null));
		assertThat(properties).contains("\"current\":\"k1\"").doesNotContain("c2VjcmV0");
		assertThat(environment).contains("\"value\":\"k1\"").doesNotContain("c2VjcmV0");
	}

	@Test
	void showsNoKeyWhereValuesAreShown() {
		this.runner.run(CacheBridgeSanitizingAutoConfigurationTests::assertThatNoKeyIsShown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CACHEBRIDGE_ENCRYPTION_KEYS_K1", "cacheBridge.encryption.keys[k1]",
			"cachebridge.encryption.keys.k1.", "cachebridge.encryption.kyes.k1" })
	void recognisesAKeyInAnySpelling(String property) {
		assertThat(Secrets.isSecret(property)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "cachebridge.encryption.current", "CACHEBRIDGE_ENCRYPTION_CURRENT",
			"cachebridge.defaults.encryption.enabled", "other.encryption.keys.k1" })
	void hidesNothingElse(String property) {
		assertThat(Secrets.isSecret(property)).isFalse();
	}

	@Test
	void hidesKeysOfAnApplicationThatIsDisabledToo() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(SanitizingFunction.class));
	}

	@Test
	void needsNoActuator() {
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader(SanitizingFunction.class))
			.withConfiguration(AutoConfigurations.of(CacheBridgeSanitizingAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

}

package io.cachebridge.backend.consul;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.consul.ConsulAutoConfiguration;

import io.cachebridge.fixture.UserProviders;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Nothing here needs a server, which shows that none is connected.
 */
class CacheBridgeConsulAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ConsulAutoConfiguration.class, CacheBridgeConsulAutoConfiguration.class))
		.withPropertyValues("spring.cloud.consul.host=127.0.0.1", "spring.cloud.consul.port=1");

	@Test
	void offersBackend() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThat(provider.type()).isEqualTo("consul");
			assertThat(provider.names()).containsExactly("consul");
			CacheBridgeConsulProperties properties = context.getBean(CacheBridgeConsulProperties.class);
			assertThat(properties.prefix()).isEqualTo("cachebridge");
			assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(1));
			try (CacheBackend backend = provider.create("consul", noOthers())) {
				assertThat(backend.pruneInterval()).isEqualTo(Duration.ofMinutes(5));
			}
			BackplaneProvider backplanes = context.getBean(BackplaneProvider.class);
			assertThat(backplanes.type()).isEqualTo("consul");
			assertThat(backplanes.names()).isEqualTo(provider.names());
			try (Backplane backplane = backplanes.create("consul", "shop")) {
				assertThat(backplane.maximumMessageBytes()).isGreaterThanOrEqualTo(256);
			}
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheBackendProvider.class)
				.doesNotHaveBean(BackplaneProvider.class));
	}

	@Test
	void backsOffWhenConsulIsDisabled() {
		this.runner.withPropertyValues("spring.cloud.consul.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffWithoutTheLibrary() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeConsulAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.cloud.consul"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffWithoutJackson() {
		this.runner.withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void userProvidersWin() {
		this.runner
			.withBean("cacheBridgeConsulBackendProvider", CacheBackendProvider.class,
					() -> UserProviders.backends("consul"))
			.withBean("cacheBridgeConsulBackplaneProvider", BackplaneProvider.class,
					() -> UserProviders.backplanes("consul"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ConsulBackendProvider.class)
				.doesNotHaveBean(ConsulBackplaneProvider.class));
	}

	@Test
	void bindsNamedInstances() {
		this.runner
			.withPropertyValues("cachebridge.consul.timeout=250ms", "cachebridge.consul.prefix=shop",
					"cachebridge.consul.prune-interval=0", "cachebridge.consul.instances.far.host=127.0.0.2",
					"cachebridge.consul.instances.far.port=2", "cachebridge.consul.instances.far.prefix=far/away")
			.run((context) -> {
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				assertThat(provider.names()).containsExactly("consul", "far");
				CacheBridgeConsulProperties far = context.getBean(ConsulInstances.class).settings("far");
				assertThat(far.timeout()).isEqualTo(Duration.ofMillis(250));
				assertThat(far.prefix()).isEqualTo("far/away");
				assertThat(provider.create("far", noOthers()).pruneInterval()).isZero();
				assertThat(address(provider.create("far", noOthers()))).isEqualTo("127.0.0.2:2");
				assertThat(address(provider.create("consul", noOthers()))).isEqualTo("127.0.0.1:1");
			});
	}

	@Test
	void connectionDetailsWinOverWhatIsConfigured() {
		this.runner.withBean(ConsulConnectionDetails.class, () -> () -> URI.create("http://127.0.0.3:3/"))
			.withPropertyValues("spring.cloud.consul.scheme=https", "cachebridge.consul.host=127.0.0.4",
					"cachebridge.consul.datacenter=elsewhere", "cachebridge.consul.instances.near.prefix=near",
					"cachebridge.consul.instances.far.port=2")
			.run((context) -> {
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				assertThat(address(provider.create("consul", noOthers()))).isEqualTo("127.0.0.3:3");
				assertThat(address(provider.create("near", noOthers()))).isEqualTo("127.0.0.3:3");
				assertThat(address(provider.create("far", noOthers()))).isEqualTo("127.0.0.4:2");
			});
	}

	@Test
	void refusesValuesThatCannotWork() {
		Map.of("timeout=0s", "'cachebridge.consul.timeout' must be between PT0.001S and PT1H but was PT0S",
				"timeout=2h", "'cachebridge.consul.timeout' must be between PT0.001S and PT1H but was PT2H", "port=0",
				"'cachebridge.consul.port' must be from 1 to 65535 but was 0", "prune-interval=-1s",
				"'cachebridge.consul.prune-interval' must not be negative but was PT-1S", "prefix=/a",
				"'cachebridge.consul.prefix' must be letters, digits, '-', '_', and between them '/' or '.', "
						+ "but was '/a'")
			.forEach((property, message) -> this.runner.withPropertyValues("cachebridge.consul." + property)
				.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message)));
	}

	@Test
	void refusesAHostThatNoAddressCanHave() {
		this.runner.withPropertyValues("spring.cloud.consul.host=consul_server")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(CacheBackendProvider.class).create("consul", noOthers()))
				.withMessage("'spring.cloud.consul.host' must be a name that a host can have: letters, digits, "
						+ "'-' and '.', but was 'consul_server'"));
		this.runner.withPropertyValues("cachebridge.consul.instances.far.host=user:hidden@consul_server")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(CacheBackendProvider.class).create("far", noOthers()))
				.withMessageContaining("'cachebridge.consul.instances.far.host'")
				.withMessageEndingWith("'consul_server'")
				.withMessageNotContaining("hidden"));
	}

	@Test
	void refusesATokenThatCannotBeOneWithoutShowingIt() {
		this.runner.withPropertyValues("spring.cloud.consul.discovery.acl-token=sec ret")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(CacheBackendProvider.class).create("consul", noOthers()))
				.withMessageContaining("'spring.cloud.consul.discovery.acl-token'")
				.withMessageNotContaining("sec ret"));
	}

	@Test
	void refusesATokenOfConnectionDetailsWithoutShowingIt() {
		this.runner.withBean(ConsulConnectionDetails.class, TokenThatCannotBe::new)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(CacheBackendProvider.class).create("consul", noOthers()))
				.withMessageContaining("ConsulConnectionDetails")
				.withMessageNotContaining("sec ret"));
	}

	@Test
	void doesNotShowTheToken() {
		this.runner.withPropertyValues("cachebridge.consul.token=secret")
			.run((context) -> assertThat(context.getBean(CacheBridgeConsulProperties.class).toString())
				.doesNotContain("secret"));
	}

	private static Object address(CacheBackend backend) {
		BackendHealth health = backend.health();
		assertThat(health.status()).isEqualTo(BackendHealth.Status.DOWN);
		return health.details().get("address");
	}

	private static BackendLookup noOthers() {
		return (name) -> {
			throw new IllegalArgumentException(name);
		};
	}

	private static final class TokenThatCannotBe implements ConsulConnectionDetails {

		@Override
		public URI getUrl() {
			return URI.create("http://127.0.0.1:1");
		}

		@Override
		public String getToken() {
			return "sec ret";
		}

	}

}

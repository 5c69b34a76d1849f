package io.cachebridge.backend.memcached;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

import net.rubyeye.xmemcached.MemcachedClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.cachebridge.fixture.UserProviders;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Nothing here needs a server, which shows that none is connected.
 */
class CacheBridgeMemcachedAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeMemcachedAutoConfiguration.class));

	@Test
	void offersBackend() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
			assertThat(provider.type()).isEqualTo("memcached");
			assertThat(provider.names()).containsExactly("memcached");
			assertThat(context.getBean(CacheBridgeMemcachedProperties.class).timeout())
				.isEqualTo(Duration.ofSeconds(1));
			try (CacheBackend backend = create(provider, "memcached")) {
				assertThat(backend.capabilities()).containsExactlyInAnyOrder(Capability.CONDITIONAL_PUT,
						Capability.SHARED, Capability.REMOTE, Capability.DURABLE, Capability.COUNTER,
						Capability.NATIVE_EXPIRY);
				assertThat(backend.limits().maximumContentBytes()).isBetween(1_000_000L, 1_048_576L);
			}
			assertThat(Thread.getAllStackTraces().keySet())
				.noneMatch((thread) -> thread.getName().startsWith("Xmemcached"));
		});
	}

	@Test
	void backsOffWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffWithoutTheLibrary() {
		this.runner.withClassLoader(new FilteredClassLoader("net.rubyeye.xmemcached"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void userProviderWins() {
		this.runner
			.withBean("cacheBridgeMemcachedBackendProvider", CacheBackendProvider.class,
					() -> UserProviders.backends("memcached"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MemcachedBackendProvider.class));
	}

	@Test
	void usesTheClientOfTheApplication() {
		this.runner.withBean("mine", MemcachedClient.class, () -> client(false))
			.run((context) -> assertThat(
					create(context.getBean(CacheBackendProvider.class), "memcached").capabilities())
				.contains(Capability.COUNTER)
				.doesNotContain(Capability.CONDITIONAL_PUT));
		this.runner.withBean("mine", MemcachedClient.class, () -> client(true))
			.run((context) -> assertThat(
					create(context.getBean(CacheBackendProvider.class), "memcached").capabilities())
				.contains(Capability.CONDITIONAL_PUT));
	}

	@Test
	void asksWhichClientToUse() {
		this.runner.withBean("mine", MemcachedClient.class, () -> client(true))
			.withBean("other", MemcachedClient.class, () -> client(false))
			.withPropertyValues("cachebridge.memcached.instances.named.client=mine",
					"cachebridge.memcached.instances.own.servers=127.0.0.1:1")
			.run((context) -> {
				CacheBackendProvider provider = context.getBean(CacheBackendProvider.class);
				assertThatIllegalArgumentException().isThrownBy(() -> create(provider, "memcached"))
					.withMessage("'cachebridge.memcached.client' must be set, as there are several clients; name the "
							+ "bean to use");
				assertThat(create(provider, "named").capabilities()).contains(Capability.CONDITIONAL_PUT);
				assertThat(create(provider, "own").capabilities()).contains(Capability.CONDITIONAL_PUT);
			});
	}

	@Test
	void refusesAClientThatIsNotThere() {
		this.runner.withPropertyValues("cachebridge.memcached.client=none")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "memcached"))
				.withMessage("'cachebridge.memcached.client' must name a bean of type MemcachedClient but was 'none'"));
	}

	@Test
	void offersFurtherServersByName() {
		this.runner
			.withPropertyValues("cachebridge.memcached.timeout=3s",
					"cachebridge.memcached.instances.sessions.servers=one:11211,two:11211")
			.run((context) -> {
				assertThat(context.getBean(CacheBackendProvider.class).names()).containsExactly("memcached",
						"sessions");
				CacheBridgeMemcachedProperties sessions = context.getBean(CacheBridgeMemcachedProperties.class)
					.instances()
					.get("sessions");
				assertThat(sessions.servers()).isEqualTo(List.of("one:11211", "two:11211"));
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", ":11211", "localhost:", "localhost:0", "localhost:65536", "localhost:http",
			"::1:11211" })
	void refusesServersWithoutHostAndPort(String server) {
		this.runner.withPropertyValues("cachebridge.memcached.instances.other.servers=" + server)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "other"))
				.withMessage(
						"'cachebridge.memcached.instances.other.servers' must be addresses as host:port but one was "
								+ "'%s'".formatted(server)));
	}

	@Test
	void refusesTheSameServerTwice() {
		this.runner.withPropertyValues("cachebridge.memcached.servers=one:1,one:1")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "memcached"))
				.withMessage("'cachebridge.memcached.servers' must name each server once but was [one:1, one:1]"));
	}

	@Test
	void refusesALoginOverTheTextProtocol() {
		this.runner.withPropertyValues("cachebridge.memcached.username=me", "cachebridge.memcached.password=hunter2")
			.run((context) -> {
				assertThatIllegalArgumentException()
					.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "memcached"))
					.withMessage(
							"'cachebridge.memcached.protocol' must be 'binary' to log in but was 'text'; or remove "
									+ "'cachebridge.memcached.username'");
				assertThat(context.getBean(CacheBridgeMemcachedProperties.class).toString()).doesNotContain("hunter2");
			});
	}

	@Test
	void refusesAClientBesideServers() {
		this.runner.withPropertyValues("cachebridge.memcached.client=mine", "cachebridge.memcached.servers=one:1")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "memcached"))
				.withMessage("'cachebridge.memcached.client' must not be set beside 'cachebridge.memcached.servers' "
						+ "but was 'mine'; remove one of them"));
	}

	@Test
	void refusesAPasswordOfNobody() {
		this.runner.withPropertyValues("cachebridge.memcached.password=hunter2")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> create(context.getBean(CacheBackendProvider.class), "memcached"))
				.withMessage("'cachebridge.memcached.username' must be set, as 'cachebridge.memcached.password' is; "
						+ "or remove the password"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', value = {
			"timeout=0s|'cachebridge.memcached.timeout' must be positive but was PT0S",
			"connection-pool-size=0|'cachebridge.memcached.connection-pool-size' must be positive but was 0",
			"key-prefix=a b|'cachebridge.memcached.key-prefix' must be at most 100 visible ASCII characters but was a b",
			"maximum-item-size=1KB|'cachebridge.memcached.maximum-item-size' must be from 16KB to 1GB but was 1024B" })
	void refusesABadValue(String property, String message) {
		this.runner.withPropertyValues("cachebridge.memcached." + property)
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage(message));
	}

	private static CacheBackend create(CacheBackendProvider provider, String name) {
		return provider.create(name, (other) -> {
			throw new IllegalArgumentException(other);
		});
	}

	private static MemcachedClient client(boolean failureMode) {
		return (MemcachedClient) Proxy.newProxyInstance(MemcachedClient.class.getClassLoader(),
				new Class<?>[] { MemcachedClient.class },
				(proxy, method, arguments) -> method.getName().equals("isFailureMode") ? failureMode : null);
	}

}

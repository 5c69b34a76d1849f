package io.cachebridge.backend.redis;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

import io.cachebridge.fixture.UserProviders;
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
class CacheBridgeRedisAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DataRedisAutoConfiguration.class, CacheBridgeRedisAutoConfiguration.class))
		.withPropertyValues("spring.data.redis.port=1");

	@Test
	void offersBackendAndBackplane() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(CacheBackendProvider.class).type()).isEqualTo("redis");
			assertThat(context.getBean(RedisBackplaneProvider.class).names()).containsExactly("redis");
			assertThat(context.getBean(RedisStreamBackplaneProvider.class).names()).containsExactly("redis-stream");
			assertThat(context.getBean(CacheBridgeRedisProperties.class).timeout()).isEqualTo(Duration.ofSeconds(1));
			assertThat(context.getBean(RedisInstances.class).commands("redis"))
				.isInstanceOf(LettuceRedisCommands.class);
			try (CacheBackend backend = context.getBean(CacheBackendProvider.class).create("redis", noOthers());
					Backplane backplane = context.getBean(RedisBackplaneProvider.class).create("redis", "shop");
					Backplane stream = context.getBean(RedisStreamBackplaneProvider.class)
						.create("redis-stream", "shop")) {
				assertThat(backend.capabilities()).isNotEmpty();
				assertThat(backplane.maximumMessageBytes()).isGreaterThanOrEqualTo(256);
				assertThat(stream.maximumMessageBytes()).isGreaterThanOrEqualTo(256);
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
	void backsOffWithoutTheLibrary() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.data.redis"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void backsOffWithoutAConnectionFactory() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CacheBridgeRedisAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheBackendProvider.class));
	}

	@Test
	void usesAnotherClientAsItIs() {
		this.runner.withClassLoader(new FilteredClassLoader("io.lettuce"))
			.withPropertyValues("spring.data.redis.client-type=jedis")
			.run((context) -> assertThat(context.getBean(RedisInstances.class).commands("redis"))
				.isInstanceOf(SpringRedisCommands.class));
	}

	@Test
	void userProvidersWin() {
		this.runner
			.withBean("cacheBridgeRedisBackendProvider", CacheBackendProvider.class,
					() -> UserProviders.backends("redis"))
			.withBean("cacheBridgeRedisBackplaneProvider", BackplaneProvider.class,
					() -> UserProviders.backplanes("redis"))
			.withBean("cacheBridgeRedisStreamBackplaneProvider", BackplaneProvider.class,
					() -> UserProviders.backplanes("redis-stream"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RedisBackendProvider.class)
				.doesNotHaveBean(RedisBackplaneProvider.class)
				.doesNotHaveBean(RedisStreamBackplaneProvider.class));
	}

	@Test
	void userConnectionFactoryWins() {
		this.runner.withBean("mine", JedisConnectionFactory.class)
			.run((context) -> assertThat(context.getBean(RedisInstances.class).commands("redis"))
				.isInstanceOf(SpringRedisCommands.class));
	}

	@Test
	void offersFurtherServersByName() {
		this.runner.withBean("mine", JedisConnectionFactory.class)
			.withBean("other", JedisConnectionFactory.class)
			.withPropertyValues("cachebridge.redis.connection-factory=mine", "cachebridge.redis.timeout=3s",
					"cachebridge.redis.instances.sessions.connection-factory=other")
			.run((context) -> {
				assertThat(context.getBean(RedisBackendProvider.class).names()).containsExactly("redis", "sessions");
				assertThat(context.getBean(RedisBackplaneProvider.class).names()).containsExactly("redis", "sessions");
				RedisInstances instances = context.getBean(RedisInstances.class);
				assertThat(instances.settings("sessions").timeout()).isEqualTo(Duration.ofSeconds(3));
				assertThat(instances.commands("sessions")).isNotSameAs(instances.commands("redis"))
					.isSameAs(instances.commands("sessions"));
			});
	}

	@Test
	void asksWhichConnectionFactoryToUse() {
		this.runner.withBean("mine", JedisConnectionFactory.class)
			.withBean("other", JedisConnectionFactory.class)
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(RedisBackendProvider.class).create("redis", noOthers()))
				.withMessage("'cachebridge.redis.connection-factory' must be set, as there are several connection "
						+ "factories; name the bean to use"));
	}

	@Test
	void refusesAConnectionFactoryThatIsNotThere() {
		this.runner.withPropertyValues("cachebridge.redis.connection-factory=none")
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(RedisBackendProvider.class).create("redis", noOthers()))
				.withMessage("'cachebridge.redis.connection-factory' must name a bean of type RedisConnectionFactory "
						+ "but was 'none'"));
	}

	@Test
	void bindsTheTimeout() {
		this.runner.withPropertyValues("cachebridge.redis.timeout=250ms")
			.run((context) -> assertThat(context.getBean(CacheBridgeRedisProperties.class).timeout())
				.isEqualTo(Duration.ofMillis(250)));
	}

	@Test
	void refusesATimeoutThatIsNotPositive() {
		this.runner.withPropertyValues("cachebridge.redis.timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'cachebridge.redis.timeout' must be positive but was PT0S"));
	}

	@Test
	void bindsTheLengthOfTheStream() {
		this.runner.withPropertyValues("cachebridge.redis.stream.maximum-length=500")
			.run((context) -> assertThat(context.getBean(CacheBridgeRedisProperties.class).stream().maximumLength())
				.isEqualTo(500));
	}

	@Test
	void refusesAStreamThatIsTooShort() {
		this.runner.withPropertyValues("cachebridge.redis.stream.maximum-length=99")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("'cachebridge.redis.stream.maximum-length' must be at least 100 but was 99"));
	}

	private static BackendLookup noOthers() {
		return (name) -> {
			throw new IllegalArgumentException(name);
		};
	}

}

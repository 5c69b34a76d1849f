package io.cachebridge.backend.redis;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import io.cachebridge.autoconfigure.CacheBridgeAutoConfiguration;
import io.cachebridge.autoconfigure.CacheBridgeCachingAutoConfiguration;
import io.cachebridge.autoconfigure.CacheBridgeCodecAutoConfiguration;
import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What of a value can be seen in the server.
 */
class RedisValuesIT {

	private static final String SECRET = "attack at dawn ".repeat(1000);

	private static RedisNode server;

	@BeforeAll
	static void startServer() {
		server = RedisNode.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	private void run(BiConsumer<CacheBridgeCacheManager, RedisConnectionFactory> test, String... properties) {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(CacheBridgeAutoConfiguration.class, CacheBridgeCachingAutoConfiguration.class,
							CacheBridgeCodecAutoConfiguration.class, CacheBridgeRedisAutoConfiguration.class,
							DataRedisAutoConfiguration.class, JacksonAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.port=" + server.port(), "cachebridge.default-backend=redis",
					"cachebridge.backplane.type=none", "cachebridge.defaults.local.enabled=false",
					"cachebridge.encryption.keys.k1=c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=",
					"cachebridge.encryption.keys.k2=b3RoZXIgc2VjcmV0IDE2IQ==")
			.withPropertyValues(properties)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				test.accept(context.getBean(CacheBridgeCacheManager.class),
						context.getBean(RedisConnectionFactory.class));
			});
	}

	private static String held(RedisConnectionFactory redis) {
		try (RedisConnection connection = redis.getConnection()) {
			StringBuilder all = new StringBuilder();
			for (byte[] key : Objects
				.requireNonNull(connection.keyCommands().keys("*".getBytes(StandardCharsets.UTF_8)))) {
				byte[] dumped = Objects.requireNonNull(connection.keyCommands().dump(key));
				all.append(new String(dumped, StandardCharsets.ISO_8859_1));
				Object type = connection.keyCommands().type(key);
				if (String.valueOf(type).equals("STRING")) {
					all.append(new String(Objects.requireNonNull(connection.stringCommands().get(key)),
							StandardCharsets.ISO_8859_1));
				}
				else {
					connection.hashCommands()
						.hVals(key)
						.forEach((value) -> all.append(new String(value, StandardCharsets.ISO_8859_1)));
				}
			}
			return all.toString();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "deflate", "lz4", "zstd" })
	void holdsWhatIsCompressed(String type) {
		run((manager, redis) -> {
			CacheBridgeCache cache = manager.getCache("of-" + type);
			cache.put("key", SECRET);
			assertThat(cache.get("key", String.class)).isEqualTo(SECRET);
			assertThat(held(redis)).contains("json+" + type);
			cache.evict("key");
		}, "cachebridge.defaults.compression.type=" + type);
		run((manager, redis) -> {
			manager.getCache("of-" + type).put("key", SECRET);
			assertThat(held(redis)).contains("attack at dawn attack");
		});
		run((manager, redis) -> {
			CacheBridgeCache cache = manager.getCache("of-" + type);
			assertThat(cache.get("key", String.class)).isEqualTo(SECRET);
			cache.evict("key");
		}, "cachebridge.defaults.compression.type=" + type);
	}

	@Test
	void holdsNothingInPlainOfWhatIsEncrypted() {
		String[] encrypted = { "cachebridge.defaults.encryption.enabled=true", "cachebridge.encryption.current=k1" };
		run((manager, redis) -> {
			CacheBridgeCache cache = manager.getCache("secrets");
			cache.put("key", SECRET);
			cache.put("loaded", "dawn");
			assertThat(cache.get("key", String.class)).isEqualTo(SECRET);
			assertThat(held(redis)).contains("json+aes-gcm:k1").doesNotContain("attack", "dawn");
		}, encrypted);
		run((manager, redis) -> {
			CacheBridgeCache cache = manager.getCache("secrets");
			assertThat(cache.get("key", String.class)).isEqualTo(SECRET);
			cache.put("key", "short");
			assertThat(held(redis)).contains("json+aes-gcm:k2").doesNotContain("short");
			cache.evict("key");
			cache.evict("loaded");
		}, "cachebridge.defaults.encryption.enabled=true", "cachebridge.encryption.current=k2",
				"cachebridge.defaults.compression.type=zstd");
	}

}

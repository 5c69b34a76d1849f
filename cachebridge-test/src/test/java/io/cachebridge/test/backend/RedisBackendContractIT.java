package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;

import io.cachebridge.backend.redis.CacheBridgeRedisAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.RedisServerFixture;

class RedisBackendContractIT extends CacheBackendContract {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = redisAt(RedisBackendContractIT::shared);

	@RegisterExtension
	static final ConfiguredBackends away = redisAt(RedisBackendContractIT::nowhere);

	static List<String> shared() {
		return List.of("cachebridge.redis.timeout=30s", "spring.data.redis.url=" + redis.url());
	}

	static List<String> nowhere() {
		return List.of("spring.data.redis.url=redis://127.0.0.1:1");
	}

	static ConfiguredBackends redisAt(Supplier<List<String>> properties) {
		return ConfiguredBackends.of(DataRedisAutoConfiguration.class, CacheBridgeRedisAutoConfiguration.class)
			.with(properties);
	}

	@Override
	protected CacheBackend createBackend() {
		return backends.create("redis");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away.create("redis");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		redis.command("SET", key, bytes);
	}

	@Override
	protected Optional<Duration> dropsExpiredRecordsWithin() {
		return Optional.of(Duration.ofMillis(50));
	}

}

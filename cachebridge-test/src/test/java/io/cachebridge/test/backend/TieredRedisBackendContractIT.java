package io.cachebridge.test.backend;

import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.backend.redis.CacheBridgeRedisAutoConfiguration;
import io.cachebridge.backend.tiered.CacheBridgeTieredAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.RedisServerFixture;

/**
 * Copies in memory that the store confirms, as other nodes do not see them.
 */
class TieredRedisBackendContractIT extends CacheBackendContract {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = pairOver(redis::url);

	@RegisterExtension
	static final ConfiguredBackends away = pairOver(() -> "redis://127.0.0.1:1");

	private static ConfiguredBackends pairOver(Supplier<String> url) {
		return ConfiguredBackends
			.of(DataRedisAutoConfiguration.class, CacheBridgeMemoryAutoConfiguration.class,
					CacheBridgeRedisAutoConfiguration.class, CacheBridgeTieredAutoConfiguration.class)
			.with(() -> List.of("cachebridge.tiered.instances.pair.near=memory",
					"cachebridge.tiered.instances.pair.far=redis", "cachebridge.redis.timeout=30s",
					"spring.data.redis.url=" + url.get()));
	}

	@Override
	protected CacheBackend createBackend() {
		return backends.create("pair");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away.create("pair");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		redis.command("SET", key, bytes);
	}

}

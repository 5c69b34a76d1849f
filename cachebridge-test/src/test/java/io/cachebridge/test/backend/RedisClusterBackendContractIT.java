package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.RedisClusterFixture;

class RedisClusterBackendContractIT extends CacheBackendContract {

	@RegisterExtension
	static final RedisClusterFixture cluster = RedisClusterFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = RedisBackendContractIT.redisAt(() -> List
		.of("cachebridge.redis.timeout=30s", "spring.data.redis.cluster.nodes=" + String.join(",", cluster.nodes())));

	@Override
	protected CacheBackend createBackend() {
		return backends.create("redis");
	}

	@Override
	protected Optional<Duration> dropsExpiredRecordsWithin() {
		return Optional.of(Duration.ofMillis(50));
	}

}

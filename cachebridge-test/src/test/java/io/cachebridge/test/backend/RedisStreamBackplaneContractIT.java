package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.Backplane;
import io.cachebridge.test.BackplaneContract;
import io.cachebridge.test.server.RedisServerFixture;

class RedisStreamBackplaneContractIT extends BackplaneContract {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = RedisBackendContractIT.redisAt(RedisBackendContractIT::shared);

	@RegisterExtension
	static final ConfiguredBackends nowhere = RedisBackendContractIT.redisAt(RedisBackendContractIT::nowhere);

	@Override
	protected Backplane createBackplane(String channel) {
		return backends.createBackplane("redis-stream", channel);
	}

	@Override
	protected Backplane createUnreachableBackplane(String channel) {
		return nowhere.createBackplane("redis-stream", channel);
	}

}

package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.RedisServerFixture;

class TieredRedisCacheContractIT extends StoreCacheContract {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	TieredRedisCacheContractIT() {
		super("pair", TieredRedisBackendContractIT.backends);
	}

}

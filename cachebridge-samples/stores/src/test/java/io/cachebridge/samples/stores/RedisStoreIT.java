package io.cachebridge.samples.stores;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.RedisServerFixture;

class RedisStoreIT extends StoreContract {

	@RegisterExtension
	static final RedisServerFixture server = RedisServerFixture.shared();

	RedisStoreIT() {
		super("redis");
	}

	@Override
	protected List<String> properties() {
		return List.of("spring.data.redis.url=" + server.url(), "cachebridge.redis.timeout=30s");
	}

}

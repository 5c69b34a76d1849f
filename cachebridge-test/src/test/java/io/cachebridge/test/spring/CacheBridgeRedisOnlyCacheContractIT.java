package io.cachebridge.test.spring;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cache.Cache;

import io.cachebridge.test.SpringCacheContract;
import io.cachebridge.test.server.RedisServerFixture;

/**
 * Values held in Redis alone.
 */
class CacheBridgeRedisOnlyCacheContractIT extends SpringCacheContract {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	@RegisterExtension
	static final CacheBridgeApplications applications = new CacheBridgeApplications(
			() -> List.of("cachebridge.default-backend=redis", "spring.data.redis.url=" + redis.url(),
					"cachebridge.defaults.local.enabled=false", "cachebridge.backplane.type=none"));

	@Override
	protected Cache createCache() {
		return applications.newCache();
	}

	@Override
	protected Cache createCacheOfOtherNode() {
		return applications.cacheOfOtherNode();
	}

}

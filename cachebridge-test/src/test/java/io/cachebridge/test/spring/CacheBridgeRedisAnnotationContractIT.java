package io.cachebridge.test.spring;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.context.ConfigurableApplicationContext;

import io.cachebridge.test.SpringCacheReactiveAnnotationContract;
import io.cachebridge.test.server.RedisServerFixture;

/**
 * Annotated methods cached in Redis and in each process.
 */
class CacheBridgeRedisAnnotationContractIT extends SpringCacheReactiveAnnotationContract {

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	@RegisterExtension
	static final CacheBridgeApplications applications = new CacheBridgeApplications(
			() -> List.of("cachebridge.default-backend=redis", "spring.data.redis.url=" + redis.url()));

	@Override
	protected ConfigurableApplicationContext createContext(Class<?>... configurations) {
		return applications.start(configurations);
	}

}

package io.cachebridge.entity;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.fixture.Managers;

/**
 * With caches whose own writes wait for the commit.
 */
class EntityChangeAfterCommitTests extends EntityChangeTransactionTests {

	@Override
	Class<?> application() {
		return AfterCommitApplication.class;
	}

	@Configuration(proxyBeanMethods = false)
	@Import(Application.class)
	static class AfterCommitApplication {

		@Bean
		CacheBridgeCacheManager cacheManager() {
			return Managers.afterCommit("products");
		}

	}

}

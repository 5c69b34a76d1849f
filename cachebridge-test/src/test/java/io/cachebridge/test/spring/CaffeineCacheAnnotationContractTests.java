package io.cachebridge.test.spring;

import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;

import io.cachebridge.test.SpringCacheReactiveAnnotationContract;

/**
 * Holds the contract against a cache manager of Spring's own.
 */
class CaffeineCacheAnnotationContractTests extends SpringCacheReactiveAnnotationContract {

	@Override
	protected CacheManager createCacheManager() {
		CaffeineCacheManager manager = new CaffeineCacheManager();
		manager.setAsyncCacheMode(true);
		return manager;
	}

}

package io.cachebridge.test.spring;

import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

import io.cachebridge.test.SpringCacheReactiveAnnotationContract;

/**
 * Holds the contract against a cache manager of Spring's own.
 */
class ConcurrentMapCacheAnnotationContractTests extends SpringCacheReactiveAnnotationContract {

	@Override
	protected CacheManager createCacheManager() {
		return new ConcurrentMapCacheManager();
	}

}

package io.cachebridge.test.spring;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cache.Cache;

import io.cachebridge.test.SpringCacheContract;

/**
 * Values held in this process as references.
 */
class CacheBridgeReferenceCacheContractTests extends SpringCacheContract {

	@RegisterExtension
	static final CacheBridgeApplications applications = new CacheBridgeApplications(List::of);

	@Override
	protected Cache createCache() {
		return applications.newCache();
	}

}

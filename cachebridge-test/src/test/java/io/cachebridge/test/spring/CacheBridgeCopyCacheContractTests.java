package io.cachebridge.test.spring;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cache.Cache;

import io.cachebridge.test.SpringCacheContract;

/**
 * Values held in this process as copies.
 */
class CacheBridgeCopyCacheContractTests extends SpringCacheContract {

	@RegisterExtension
	static final CacheBridgeApplications applications = new CacheBridgeApplications(
			() -> List.of("cachebridge.defaults.local.enabled=false"));

	@Override
	protected Cache createCache() {
		return applications.newCache();
	}

}

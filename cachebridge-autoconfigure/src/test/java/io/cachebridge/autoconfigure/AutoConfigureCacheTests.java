package io.cachebridge.autoconfigure;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.cache.test.autoconfigure.AutoConfigureCache;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.CacheManager;
import org.springframework.cache.support.NoOpCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that sliced tests with a cache work in an application that leaves it to the
 * starter to switch caching on.
 */
@SpringBootTest(classes = AutoConfigureCacheTests.Application.class)
@AutoConfigureCache
class AutoConfigureCacheTests {

	@Autowired
	private CacheManager manager;

	@Test
	void providesTheCacheManagerThatDoesNothing() {
		assertThat(this.manager).isInstanceOf(NoOpCacheManager.class);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	static class Application {

	}

}

package io.cachebridge.test.backend;

import java.util.List;
import java.util.UUID;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a cache whose store is where connection details say.
 */
final class ConnectedCache {

	private static final List<String> CONTAINERS = List.of(
			"org.springframework.boot.testcontainers.service.connection.ServiceConnection",
			"org.springframework.boot.docker.compose.core.RunningService", "org.testcontainers.containers.Container");

	private ConnectedCache() {
	}

	static ApplicationContextRunner on(String backend, String... properties) {
		return new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withPropertyValues("spring.application.name=shop", "cachebridge.caches.products.backend=" + backend,
					"cachebridge.caches.products.local.enabled=false", "cachebridge.backplane.type=none",
					"cachebridge." + backend + ".timeout=30s")
			.withPropertyValues(properties);
	}

	/**
	 * Checks that the cache works, and that nothing for containers is needed for that.
	 */
	static void assertWorks(CacheManager caches) {
		for (String library : CONTAINERS) {
			assertThat(ClassUtils.isPresent(library, null)).as(library).isFalse();
		}
		Cache products = caches.getCache("products");
		assertThat(products).isNotNull();
		String key = UUID.randomUUID().toString();
		products.put(key, "a chair");
		assertThat(products.get(key, String.class)).isEqualTo("a chair");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

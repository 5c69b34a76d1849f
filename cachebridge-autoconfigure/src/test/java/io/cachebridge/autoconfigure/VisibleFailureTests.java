package io.cachebridge.autoconfigure;

import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.context.annotation.Configuration;

import io.cachebridge.fixture.NoBackend;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of caches whose callers notice a store that fails, where an error handler of the
 * application makes light of it.
 */
class VisibleFailureTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(CacheBridgeAutoConfiguration.class, CacheBridgeCachingAutoConfiguration.class,
						CacheBridgeCodecAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(Lenient.class)
		.withBean(Things.class)
		.withPropertyValues("cachebridge.default-backend=store", "cachebridge.defaults.on-error=throw",
				"cachebridge.defaults.remote.codec=jdk");

	@Test
	void callsAMethodOnceWhoseValueCannotBeStored() {
		this.runner.withBean("store", CacheBackend.class, () -> new FailingStore(false)).run((context) -> {
			Things things = context.getBean(Things.class);
			assertThat(things.find(1)).isEqualTo("thing 1");
			assertThat(things.calls()).isOne();
		});
	}

	@Test
	void givesTheFailureOfTheMethodWhenTheStoreFailsToo() {
		this.runner.withBean("store", CacheBackend.class, () -> new FailingStore(true)).run((context) -> {
			Things things = context.getBean(Things.class);
			assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> things.find(0));
			assertThat(things.calls()).isOne();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Lenient implements CachingConfigurer {

		@Override
		public CacheErrorHandler errorHandler() {
			return new SimpleCacheErrorHandler() {

				@Override
				public void handleCacheGetError(RuntimeException failure, Cache cache, Object key) {
				}

				@Override
				public void handleCachePutError(RuntimeException failure, Cache cache, Object key,
						@Nullable Object value) {
				}

			};
		}

	}

	static class Things {

		private final AtomicInteger calls = new AtomicInteger();

		@Cacheable("things")
		String find(int id) {
			this.calls.incrementAndGet();
			if (id == 0) {
				throw new NoSuchElementException("no thing");
			}
			return "thing " + id;
		}

		int calls() {
			return this.calls.get();
		}

	}

	/**
	 * Takes epochs and no values.
	 */
	static final class FailingStore extends NoBackend {

		private final boolean failingReads;

		FailingStore(boolean failingReads) {
			this.failingReads = failingReads;
		}

		@Override
		public @Nullable StoredRecord get(String key) {
			if (this.failingReads) {
				throw new BackendUnavailableException("store", "get", "failing", null);
			}
			return null;
		}

		@Override
		public void put(String key, StoredRecord stored) {
			byte[] content = stored.content();
			if (content != null && content.length > 0) {
				throw new BackendUnavailableException("store", "put", "failing", null);
			}
		}

		@Override
		public Set<Capability> capabilities() {
			return Set.of(Capability.SHARED);
		}

	}

}

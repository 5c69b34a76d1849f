package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheSettings;
import io.cachebridge.core.FailSafeSettings;
import io.cachebridge.core.LoaderSettings;
import io.cachebridge.core.LocalMode;
import io.cachebridge.core.RemoteSettings;
import io.cachebridge.fixture.BrokenBackend;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CacheBridgeAutoConfiguration}.
 */
class CacheBridgeAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeAutoConfiguration.class,
				CacheBridgeCachingAutoConfiguration.class, CacheBridgeCodecAutoConfiguration.class,
				CacheBridgeMemoryAutoConfiguration.class, CacheAutoConfiguration.class))
		.withUserConfiguration(Catalogue.class);

	@Test
	void cachesWithNothingButTheStarter() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(CacheBridgeCacheManager.class);
			Products products = context.getBean(Products.class);
			assertThat(products.find(1)).isEqualTo("product 1");
			assertThat(products.find(1)).isEqualTo("product 1");
			assertThat(products.loads()).isOne();
		});
	}

	@Test
	void keepsTheCachingOfAnApplicationThatEnablesIt() {
		this.runner.withUserConfiguration(OwnCaching.class).run((context) -> {
			assertThat(context).hasSingleBean(CacheAspectSupport.class);
			assertThat(context).hasSingleBean(CacheBridgeCacheManager.class);
			Products products = context.getBean(Products.class);
			products.find(1);
			products.find(1);
			assertThat(products.loads()).isOne();
		});
	}

	@Test
	void remembersAsManyLostWritesAsConfigured() {
		this.runner
			.withPropertyValues("cachebridge.recovery.maximum-pending=2", "cachebridge.recovery.flush-on-shutdown=0",
					"cachebridge.default-backend=broken", "cachebridge.defaults.local.enabled=false")
			.withBean("broken", BrokenBackend.class, BrokenBackend::new)
			.run((context) -> {
				CacheBridgeCache cache = context.getBean(CacheBridgeCacheManager.class).getCache("any");
				assertThat(cache).isNotNull();
				cache.evict("1");
				cache.evict("2");
				assertThat(cache.statistics().pending()).isEqualTo(2);
				cache.evict("3");
				assertThat(cache.statistics().pending()).isOne();
			});
	}

	@Test
	void runsTimedLoadsOnTheExecutorOfTheUser() {
		AtomicInteger tasks = new AtomicInteger();
		this.runner.withPropertyValues("cachebridge.caches.products.loader.hard-timeout=1m",
				"cachebridge.caches.products.loader.soft-timeout=0", "cachebridge.defaults.loader.maximum-concurrent=7")
			.withBean("cacheBridgeLoadExecutor", Executor.class, () -> (task) -> {
				tasks.incrementAndGet();
				task.run();
			})
			.run((context) -> {
				CacheBridgeCache cache = context.getBean(CacheBridgeCacheManager.class).getCache("products");
				assertThat(cache).isNotNull();
				assertThat(cache.settings().loader())
					.isEqualTo(new LoaderSettings(Duration.ZERO, Duration.ofMinutes(1), 7));
				assertThat(cache.<String>get("1", () -> "one")).isEqualTo("one");
				assertThat(cache.get("1", String.class)).isEqualTo("one");
				assertThat(tasks).hasValue(1);
			});
	}

	@Test
	void leavesTheFieldToACacheManagerOfTheUser() {
		this.runner.withUserConfiguration(OwnCaching.class)
			.withBean(CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(CacheBridgeCacheManager.class);
				assertThat(context.getBean(CacheManager.class)).isInstanceOf(ConcurrentMapCacheManager.class);
			});
	}

	@Test
	void leavesTheFieldToACacheResolverOfTheUser() {
		this.runner.withUserConfiguration(OwnCaching.class, OwnResolver.class)
			.run((context) -> assertThat(context).doesNotHaveBean(CacheBridgeCacheManager.class));
	}

	@Test
	void obeysTheTypeNoneOfBoot() {
		this.runner.withPropertyValues("spring.cache.type=none").run((context) -> {
			assertThat(context).doesNotHaveBean(CacheBridgeCacheManager.class);
			assertThat(context.getBean(CacheManager.class)).isInstanceOf(NoOpCacheManager.class);
			Products products = context.getBean(Products.class);
			products.find(1);
			products.find(1);
			assertThat(products.loads()).isEqualTo(2);
		});
	}

	@Test
	void leavesTheFieldToAnotherProviderThatIsAskedFor() {
		this.runner.withPropertyValues("spring.cache.type=simple")
			.run((context) -> assertThat(context.getBean(CacheManager.class))
				.isInstanceOf(ConcurrentMapCacheManager.class));
	}

	@Test
	void doesNothingWhenDisabled() {
		this.runner.withPropertyValues("cachebridge.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(CacheManager.class);
			assertThat(context).doesNotHaveBean(CacheAspectSupport.class);
		});
	}

	@Test
	void appliesCustomizersOfTheUser() {
		this.runner.withUserConfiguration(Customized.class)
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCacheNames()).contains("customized"));
	}

	@Test
	void closesTheManagerThatACustomizerFailsOn() {
		AtomicInteger closed = new AtomicInteger();
		this.runner
			.withBean("own", Backplane.class, () -> backplane(closed),
					(own) -> ((AbstractBeanDefinition) own).setDestroyMethodName(""))
			.withUserConfiguration(BadlyCustomized.class)
			.run((context) -> assertThat(context).hasFailed());
		assertThat(closed).hasValue(1);
	}

	private static Backplane backplane(AtomicInteger closed) {
		return new Backplane() {

			@Override
			public void start(BackplaneListener listener) {
			}

			@Override
			public void publish(byte[] message) {
			}

			@Override
			public int maximumMessageBytes() {
				return 1000;
			}

			@Override
			public void close() {
				closed.incrementAndGet();
			}

		};
	}

	@Test
	void createsTheCachesThatBootIsTold() {
		this.runner.withPropertyValues("spring.cache.cache-names=one,two", "cachebridge.caches.three.time-to-live=1s")
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCacheNames()).containsExactly("one",
					"three", "two"));
	}

	@Test
	void inheritsSettingsFromPatternsAndDefaults() {
		this.runner.withPropertyValues("cachebridge.defaults.time-to-live=1m",
				"cachebridge.defaults.local.maximum-size=7", "cachebridge.patterns[0].match=user-*",
				"cachebridge.patterns[0].time-to-live=2m", "cachebridge.patterns[0].null-values=skip",
				"cachebridge.patterns[0].transaction=after-commit", "cachebridge.patterns[1].match=*",
				"cachebridge.patterns[1].local.maximum-size=8", "cachebridge.defaults.fail-safe.maximum-stale=2h",
				"cachebridge.defaults.fail-safe.ignored-exceptions=com.acme.Gone",
				"cachebridge.caches.user-names.fail-safe.enabled=true", "cachebridge.caches.user-names.time-to-live=3m")
			.run((context) -> {
				CacheSettings named = settings(context.getBean(CacheBridgeCacheManager.class), "user-names");
				assertThat(named.timeToLive()).isEqualTo(Duration.ofMinutes(3));
				assertThat(named.nullValues()).isEqualTo(CacheSettings.NullValues.SKIP);
				assertThat(named.transaction()).isEqualTo(CacheSettings.Transaction.AFTER_COMMIT);
				assertThat(named.failSafe()).isEqualTo(new FailSafeSettings(true, Duration.ofHours(2),
						Duration.ofSeconds(30), Set.of("java.lang.Exception"), Set.of("com.acme.Gone")));
				assertThat(named.local().maximumSize()).isEqualTo(7);
				CacheSettings other = settings(context.getBean(CacheBridgeCacheManager.class), "other");
				assertThat(other.timeToLive()).isEqualTo(Duration.ofMinutes(1));
				assertThat(other.local().maximumSize()).isEqualTo(8);
				assertThat(other.failSafe().enabled()).isFalse();
				assertThat(other.transaction()).isEqualTo(CacheSettings.Transaction.NONE);
			});
	}

	@Test
	void readsSwitchesAsTrueAndFalse() {
		this.runner
			.withPropertyValues("cachebridge.caches.a.local.enabled=false", "cachebridge.caches.b.local.enabled=true")
			.run((context) -> {
				CacheBridgeCacheManager manager = context.getBean(CacheBridgeCacheManager.class);
				assertThat(settings(manager, "a").local().mode()).isEqualTo(LocalMode.OFF);
				assertThat(settings(manager, "b").local().mode()).isEqualTo(LocalMode.ON);
			});
	}

	@Test
	void refusesUnknownCachesWhenNotDynamic() {
		this.runner.withPropertyValues("cachebridge.dynamic=false", "cachebridge.caches.products.time-to-live=1m")
			.run((context) -> {
				CacheManager manager = context.getBean(CacheManager.class);
				assertThat(manager.getCache("products")).isNotNull();
				assertThat(manager.getCache("unknown")).isNull();
			});
	}

	@Test
	void writesWaitForTheStoreUnlessACacheIsToldNotTo() {
		this.runner
			.withPropertyValues("cachebridge.patterns[0].match=often*", "cachebridge.patterns[0].remote.write=async")
			.run((context) -> {
				CacheBridgeCacheManager manager = context.getBean(CacheBridgeCacheManager.class);
				assertThat(settings(manager, "often-written").remote().write()).isEqualTo(RemoteSettings.Write.ASYNC);
				assertThat(settings(manager, "others").remote().write()).isEqualTo(RemoteSettings.Write.SYNC);
			});
	}

	private static CacheSettings settings(CacheBridgeCacheManager manager, String cache) {
		CacheBridgeCache found = manager.getCache(cache);
		assertThat(found).isNotNull();
		return found.settings();
	}

	@Configuration(proxyBeanMethods = false)
	static class Catalogue {

		@Bean
		Products products() {
			return new Products();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class OwnCaching {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnResolver implements CachingConfigurer {

		@Bean
		@Override
		public CacheResolver cacheResolver() {
			return new SimpleCacheResolver(new ConcurrentMapCacheManager());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		CacheManagerCustomizer<CacheBridgeCacheManager> customizer() {
			return (manager) -> manager.getCache("customized");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadlyCustomized {

		@Bean
		CacheManagerCustomizer<CacheBridgeCacheManager> customizer() {
			return (manager) -> {
				throw new IllegalStateException("bad customizer");
			};
		}

	}

	static class Products {

		private final AtomicInteger loads = new AtomicInteger();

		@Cacheable("products")
		String find(int id) {
			this.loads.incrementAndGet();
			return "product " + id;
		}

		int loads() {
			return this.loads.get();
		}

	}

}

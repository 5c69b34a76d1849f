package io.cachebridge.metrics;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheEventListener;
import io.cachebridge.fixture.Managers;

import static org.assertj.core.api.Assertions.assertThat;

class CacheBridgeMetricsAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(CacheBridgeMetricsAutoConfiguration.class, CacheMetricsAutoConfiguration.class))
		.withBean(SimpleMeterRegistry.class)
		.withBean(Bindings.class)
		.withUserConfiguration(ManagerConfiguration.class);

	@Test
	void measuresCachesThatExistFromTheStart() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			CacheBridgeCache cache = cache(context.getBean(CacheBridgeCacheManager.class), "products");
			cache.get("1", () -> "one");
			cache.get("1", () -> "two");
			assertThat(of(registry, "products", "cache.gets").tag("result", "hit").functionCounter().count())
				.isEqualTo(1);
			assertThat(of(registry, "products", "cache.gets").tag("result", "miss").functionCounter().count())
				.isEqualTo(1);
		});
	}

	@Test
	void measuresCachesThatAreCreatedLater() {
		this.runner.run((context) -> {
			MeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
			cache(context.getBean(CacheBridgeCacheManager.class), "late").put("1", "one");
			assertThat(of(registry, "late", "cache.puts").functionCounter().count()).isEqualTo(1);
			assertThat(context.getBean(Bindings.class).caches).containsExactlyInAnyOrder("products", "late");
		});
	}

	@Test
	void measuresCachesThatAreCreatedWhileOtherBeansAreCreated() {
		this.runner.withBean("early", EarlyUser.class)
			.run((context) -> assertThat(context.getBean(Bindings.class).caches).containsExactlyInAnyOrder("products",
					"early"));
	}

	@Test
	void measuresCachesThatAreCreatedAfterBootHasLooked() {
		this.runner.withUserConfiguration(CreatedAfterRegistrar.class)
			.run((context) -> assertThat(context.getBean(Bindings.class).caches).containsExactlyInAnyOrder("products",
					"between"));
	}

	@Test
	void tagsCachesCreatedLaterAsBootTagsTheOthers() {
		this.runner.run((context) -> {
			cache(context.getBean(CacheBridgeCacheManager.class), "late");
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(of(registry, "products", "cache.size").tag("cache.manager", "cacheManager").gauges()).hasSize(1);
			assertThat(of(registry, "late", "cache.size").tag("cache.manager", "cacheManager").gauges()).hasSize(1);
		});
	}

	@Test
	void tagsManagerWithoutSuffixAsBootDoes() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeMetricsAutoConfiguration.class,
					CacheMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withUserConfiguration(TwoManagers.class)
			.run((context) -> {
				cache(context.getBean("shopCacheManager", CacheBridgeCacheManager.class), "late");
				cache(context.getBean("stockCacheManager", CacheBridgeCacheManager.class), "late");
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(of(registry, "initial", "cache.size").tag("cache.manager", "shop").gauges()).hasSize(1);
				assertThat(of(registry, "late", "cache.size").tag("cache.manager", "shop").gauges()).hasSize(1);
				assertThat(of(registry, "late", "cache.size").tag("cache.manager", "stock").gauges()).hasSize(1);
			});
	}

	@Test
	void measuresWhenBeansAreLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> {
				cache(context.getBean(CacheBridgeCacheManager.class), "late");
				assertThat(context.getBean(Bindings.class).caches).containsExactlyInAnyOrder("products", "late");
			});
	}

	@Test
	void backsOffWithoutManager() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeMetricsAutoConfiguration.class,
					CacheMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheMeterBinderProvider.class)
				.doesNotHaveBean(CacheEventListener.class));
	}

	@Test
	void backsOffWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(CacheMeterBinder.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LateCacheMeters.class));
	}

	@Test
	void startsWithoutMeterRegistry() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(CacheBridgeMetricsAutoConfiguration.class,
					CacheMetricsAutoConfiguration.class))
			.withUserConfiguration(ManagerConfiguration.class)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(CacheMetricsRegistrar.class);
				assertThat(cache(context.getBean(CacheBridgeCacheManager.class), "late")).isNotNull();
			});
	}

	@Test
	void leavesMetersToProviderOfTheUser() {
		this.runner.withUserConfiguration(OwnProvider.class).run((context) -> {
			MeterRegistry registry = context.getBean(SimpleMeterRegistry.class);
			cache(context.getBean(CacheBridgeCacheManager.class), "late");
			assertThat(context).doesNotHaveBean(CacheBridgeMeterBinderProvider.class);
			assertThat(registry.find("mine").tag("name", "late").counters()).hasSize(1);
			assertThat(registry.find("mine").tag("name", "products").counters()).hasSize(1);
			assertThat(registry.find("cache.gets").meters()).isEmpty();
			assertThat(context.getBean(OwnBinders.class).bound).isEqualTo(2);
		});
	}

	private static CacheBridgeCache cache(CacheBridgeCacheManager manager, String name) {
		CacheBridgeCache cache = manager.getCache(name);
		assertThat(cache).isNotNull();
		return cache;
	}

	private static Search of(MeterRegistry registry, String cache, String meter) {
		return registry.find(meter).tags("cache", cache, "name", cache);
	}

	/**
	 * Is asked for each cache that is bound, before any other.
	 */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	static class Bindings implements CacheMeterBinderProvider<Cache> {

		final Collection<String> caches = new ConcurrentLinkedQueue<>();

		@Override
		public @Nullable MeterBinder getMeterBinder(Cache cache, Iterable<Tag> tags) {
			this.caches.add(cache.getName());
			return null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ManagerConfiguration {

		@Bean
		CacheBridgeCacheManager cacheManager(ObjectProvider<CacheEventListener> listeners) {
			return Managers.inMemory(listeners, "products");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoManagers {

		@Bean
		CacheBridgeCacheManager shopCacheManager(ObjectProvider<CacheEventListener> listeners) {
			return Managers.inMemory(listeners, "initial");
		}

		@Bean
		CacheBridgeCacheManager stockCacheManager(ObjectProvider<CacheEventListener> listeners) {
			return Managers.inMemory(listeners, "initial");
		}

	}

	/**
	 * Uses a cache before the registrar exists.
	 */
	static class EarlyUser {

		EarlyUser(CacheManager manager) {
			manager.getCache("early");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CreatedAfterRegistrar {

		@Bean
		SmartInitializingSingleton user(CacheMetricsRegistrar registrar, CacheManager manager) {
			manager.getCache("between");
			return () -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProvider {

		@Bean
		OwnBinders ownBinders() {
			return new OwnBinders();
		}

	}

	static class OwnBinders implements CacheMeterBinderProvider<CacheBridgeCache> {

		private int bound;

		@Override
		public MeterBinder getMeterBinder(CacheBridgeCache cache, Iterable<Tag> tags) {
			this.bound++;
			return (registry) -> registry.counter("mine", tags);
		}

	}

}

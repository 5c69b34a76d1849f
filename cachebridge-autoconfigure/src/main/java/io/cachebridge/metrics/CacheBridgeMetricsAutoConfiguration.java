package io.cachebridge.metrics;

import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;
import org.springframework.context.annotation.Bean;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;

/**
 * Measures all caches, whenever they are created.
 */
@AutoConfiguration(before = CacheMetricsAutoConfiguration.class,
		afterName = "io.cachebridge.autoconfigure.CacheBridgeAutoConfiguration")
@ConditionalOnClass({ CacheMeterBinder.class, CacheMeterBinderProvider.class })
@ConditionalOnBean(CacheBridgeCacheManager.class)
public final class CacheBridgeMetricsAutoConfiguration {

	// The type is what a provider of the user's is recognised by
	@Bean
	@ConditionalOnMissingBean
	CacheMeterBinderProvider<CacheBridgeCache> cacheBridgeMeterBinderProvider() {
		return new CacheBridgeMeterBinderProvider();
	}

	@Bean
	LateCacheMeters lateCacheMeters(ConfigurableListableBeanFactory beans,
			ObjectProvider<CacheMetricsRegistrar> registrars, ObjectProvider<CacheBridgeMeterBinderProvider> binders) {
		return new LateCacheMeters(beans, registrars, binders);
	}

	@Bean
	BackplaneMeters backplaneMeters(ConfigurableListableBeanFactory beans) {
		return new BackplaneMeters(beans);
	}

	@Bean
	BackendMeters backendMeters() {
		return new BackendMeters();
	}

	@Bean
	CircuitBreakerMeters circuitBreakerMeters(ObjectProvider<CacheBridgeCacheManager> managers) {
		return new CircuitBreakerMeters(managers);
	}

	@Bean
	static LazyInitializationExcludeFilter lateCacheMetersAreNotLazy() {
		return LazyInitializationExcludeFilter.forBeanTypes(LateCacheMeters.class);
	}

}

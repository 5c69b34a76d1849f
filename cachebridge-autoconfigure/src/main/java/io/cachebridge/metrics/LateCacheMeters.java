package io.cachebridge.metrics;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.cache.metrics.CacheMetricsRegistrar;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheEventListener;

/**
 * Measures the caches that Spring Boot does not: it binds those that exist when its
 * registrar is created, and no others.
 * <p>
 * Until all singletons exist nothing is done, because the registrar asks for the manager,
 * which may be under creation. Then the caches that were created in between are measured,
 * and from then on each one as it is created.
 */
final class LateCacheMeters implements CacheEventListener, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beans;

	private final ObjectProvider<CacheMetricsRegistrar> registrars;

	private final ObjectProvider<CacheBridgeMeterBinderProvider> binders;

	private volatile @Nullable Measuring measuring;

	LateCacheMeters(ConfigurableListableBeanFactory beans, ObjectProvider<CacheMetricsRegistrar> registrars,
			ObjectProvider<CacheBridgeMeterBinderProvider> binders) {
		this.beans = beans;
		this.registrars = registrars;
		this.binders = binders;
	}

	@Override
	public void afterSingletonsInstantiated() {
		CacheMetricsRegistrar registrar = this.registrars.getIfUnique();
		if (registrar == null) {
			return;
		}
		Map<String, CacheBridgeCacheManager> managers = SimpleAutowireCandidateResolver
			.resolveAutowireCandidates(this.beans, CacheBridgeCacheManager.class);
		CacheBridgeMeterBinderProvider binder = this.binders.getIfAvailable();
		Measuring begun = new Measuring(registrar, managers, binder);
		this.measuring = begun;
		if (binder != null) {
			managers.values().forEach((manager) -> manager.caches().forEach(begun::measure));
		}
	}

	@Override
	public void onCacheCreated(CacheBridgeCache cache) {
		Measuring begun = this.measuring;
		if (begun != null) {
			begun.measure(cache);
		}
	}

	/**
	 * What is needed to measure a cache.
	 *
	 * @param registrar binds meters
	 * @param managers the managers by bean name
	 * @param binder knows which caches are measured; {@code null} if the application
	 * measures them in its own way
	 */
	private record Measuring(CacheMetricsRegistrar registrar, Map<String, CacheBridgeCacheManager> managers,
			@Nullable CacheBridgeMeterBinderProvider binder) {

		void measure(CacheBridgeCache cache) {
			String manager = managerOf(cache);
			if (manager != null && (this.binder == null || this.binder.claim(cache))) {
				this.registrar.bindCacheToRegistry(cache, ManagerTag.of(manager));
			}
		}

		private @Nullable String managerOf(CacheBridgeCache cache) {
			for (Map.Entry<String, CacheBridgeCacheManager> manager : this.managers.entrySet()) {
				if (this.managers.size() == 1 || manager.getValue().caches().contains(cache)) {
					return manager.getKey();
				}
			}
			return null;
		}

	}

}

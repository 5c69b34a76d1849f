package io.cachebridge.autoconfigure;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizers;
import org.springframework.boot.cache.autoconfigure.CacheProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheAspectSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

import io.cachebridge.codec.Codecs;
import io.cachebridge.core.BackendRegistry;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CacheEventListener;
import io.cachebridge.core.CachingInstrumentation;
import io.cachebridge.core.ValueTypes;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

/**
 * Provides the cache manager, over the backends that there are as beans.
 */
@AutoConfiguration(before = CacheAutoConfiguration.class)
@ConditionalOnClass(CacheManager.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@ConditionalOnBean(CacheAspectSupport.class)
@ConditionalOnMissingBean(value = CacheManager.class, name = "cacheResolver")
@Conditional(OnCacheBridgeCondition.class)
@EnableConfigurationProperties({ CacheProperties.class, CacheBridgeProperties.class })
public final class CacheBridgeAutoConfiguration {

	private static final String DEFAULT_KEY_PREFIX = "cachebridge";

	private static final String LOAD_EXECUTOR = "cacheBridgeLoadExecutor";

	@Bean
	static CachingInstrumentation cacheBridgeCachingInstrumentation(ObjectProvider<CacheManager> managers,
			ObjectProvider<ValueTypes> types, ObjectProvider<CachingConfigurer> configurers) {
		return new CachingInstrumentation(SingletonSupplier.ofNullable(() -> ours(managers)),
				SingletonSupplier.of(types::getObject), () -> configurers.stream()
					.allMatch((configurer) -> configurer.cacheManager() == null && configurer.cacheResolver() == null));
	}

	// Looked for by what it is, as a test may have put a mock in the place of its bean
	private static @Nullable CacheBridgeCacheManager ours(ObjectProvider<CacheManager> managers) {
		return managers.stream()
			.filter(CacheBridgeCacheManager.class::isInstance)
			.map(CacheBridgeCacheManager.class::cast)
			.findFirst()
			.orElse(null);
	}

	@Bean
	@ConditionalOnMissingBean
	BackendRegistry cacheBridgeBackends(ObjectProvider<CacheBackendProvider> providers,
			Map<String, CacheBackend> backends) {
		return new BackendRegistry(providers.orderedStream().toList(), backends);
	}

	@Bean
	CacheBridgeCacheManager cacheManager(CacheBridgeProperties properties, CacheProperties cacheProperties,
			Environment environment, BackendRegistry backends, Codecs codecs, ValueTypes types,
			ObjectProvider<BackplaneProvider> backplanes, ObjectProvider<Backplane> backplane,
			ObjectProvider<CacheEventListener> listeners, ObjectProvider<CacheManagerCustomizer<?>> customizers,
			ConfigurableListableBeanFactory beanFactory) {
		ClassLoader classLoader = Objects.requireNonNull(beanFactory.getBeanClassLoader());
		MisspeltProperties.check(environment, classLoader, backends.types());
		ConfiguredCaches caches = new ConfiguredCaches(properties, cacheProperties.getCacheNames());
		BackendChoices choices = new BackendChoices(backends, backplanes.orderedStream().toList(), classLoader);
		new PropertyChecks(properties, caches, classLoader).check(choices, codecs.ids());
		String keyPrefix = keyPrefix(properties, environment);
		CacheBridgeCacheManager manager = CacheBridgeCacheManager.builder(caches, backends)
			.keyPrefix(keyPrefix)
			.codecs(codecs, types)
			.encryption(ValueChecks.keys(properties.encryption()))
			.backplane(backplane.getIfAvailable(() -> choose(properties.backplane(), choices, caches, keyPrefix)))
			.heartbeat(properties.backplane().heartbeat())
			.recovery(properties.recovery().maximumPending(), properties.recovery().flushOnShutdown())
			.listeners(listeners.orderedStream().toList())
			.loadExecutor(
					beanFactory.containsBean(LOAD_EXECUTOR) ? beanFactory.getBean(LOAD_EXECUTOR, Executor.class) : null)
			.build();
		try {
			return new CacheManagerCustomizers(customizers.orderedStream().toList()).customize(manager);
		}
		catch (RuntimeException ex) {
			manager.close();
			throw ex;
		}
	}

	private static @Nullable Backplane choose(CacheBridgeProperties.Backplane properties, BackendChoices choices,
			ConfiguredCaches caches, String keyPrefix) {
		String channel = (properties.channel() != null) ? properties.channel() : keyPrefix;
		return choices.backplane(properties.type(), channel, caches.backends());
	}

	private static String keyPrefix(CacheBridgeProperties properties, Environment environment) {
		String keyPrefix = properties.keyPrefix();
		return (keyPrefix != null) ? keyPrefix : environment.getProperty("spring.application.name", DEFAULT_KEY_PREFIX);
	}

}

package io.cachebridge.entity;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

import io.cachebridge.core.CacheBridgeCacheManager;

/**
 * Lets published changes of entities touch caches, as {@code cachebridge.invalidation}
 * says.
 */
@AutoConfiguration(afterName = "io.cachebridge.autoconfigure.CacheBridgeAutoConfiguration")
@ConditionalOnBean(CacheBridgeCacheManager.class)
@ConditionalOnBooleanProperty(name = "cachebridge.invalidation.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CacheBridgeInvalidationProperties.class)
public final class CacheBridgeEntityAutoConfiguration {

	private static final String TRANSACTIONS = "org.springframework.transaction.support.TransactionSynchronizationManager";

	@Bean
	EntityChangeListener entityChangeListener(CacheBridgeInvalidationProperties properties,
			ObjectProvider<CacheManager> manager, ResourceLoader resourceLoader) {
		ClassLoader classLoader = resourceLoader.getClassLoader();
		List<InvalidationRule> rules = new InvalidationRules(classLoader).of(properties);
		boolean transactional = ClassUtils.isPresent(TRANSACTIONS, classLoader);
		return new EntityChangeListener(rules, manager,
				transactional ? new TransactionTiming() : CommitTiming.IMMEDIATE);
	}

}

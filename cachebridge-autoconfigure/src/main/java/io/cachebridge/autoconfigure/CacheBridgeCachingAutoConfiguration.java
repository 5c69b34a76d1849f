package io.cachebridge.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.interceptor.CacheAspectSupport;

/**
 * Switches Spring's caching on, unless the application does so or has a cache manager of
 * its own.
 */
@AutoConfiguration(before = { CacheBridgeAutoConfiguration.class, CacheAutoConfiguration.class })
@ConditionalOnClass(CacheManager.class)
@ConditionalOnBooleanProperty(name = "cachebridge.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(value = { CacheAspectSupport.class, CacheManager.class }, name = "cacheResolver")
@EnableCaching
public final class CacheBridgeCachingAutoConfiguration {

}

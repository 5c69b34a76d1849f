package io.cachebridge.test;

import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Demands of a cache manager that Spring's annotations work with it as they are
 * documented. Extend it and supply a cache manager:
 *
 * <pre class="code">
 * class AcmeAnnotationTests extends SpringCacheAnnotationContract {
 *
 *     &#64;Override
 *     protected CacheManager createCacheManager() {
 *         return new AcmeCacheManager(...);
 *     }
 *
 * }
 * </pre>
 *
 * or {@linkplain #createContext override} how the whole application is put together. The
 * caches used are {@code primary} and {@code secondary}; they are cleared before each
 * test. Add the demands on Mono and Flux by extending
 * {@link SpringCacheReactiveAnnotationContract} instead.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
public abstract class SpringCacheAnnotationContract
		implements CacheableAnnotation, CachePutAnnotation, CacheEvictAnnotation, CacheableFutures {

	private @Nullable ConfigurableApplicationContext context;

	/**
	 * Creates the cache manager. Called for each test.
	 * @return the cache manager
	 */
	protected CacheManager createCacheManager() {
		throw new IllegalStateException("Override createCacheManager() or createContext(configurations)");
	}

	/**
	 * Starts an application with a cache manager, caching switched on, and the given
	 * configurations. Called for each test; the context is closed after it.
	 * @param configurations what belongs to the test
	 * @return the started context; by default one with {@link #createCacheManager()}
	 */
	protected ConfigurableApplicationContext createContext(Class<?>... configurations) {
		AnnotationConfigApplicationContext created = new AnnotationConfigApplicationContext();
		created.registerBean("cacheManager", CacheManager.class, this::createCacheManager);
		created.register(AnnotatedServiceConfiguration.Caching.class);
		created.register(configurations);
		created.refresh();
		return created;
	}

	/**
	 * Tells whether methods that return futures can be cached.
	 * @return {@code true} by default
	 */
	protected boolean supportsFutures() {
		return true;
	}

	@BeforeEach
	void startApplication() {
		this.context = createContext(configurations());
		cache("primary").clear();
		cache("secondary").clear();
	}

	Class<?>[] configurations() {
		return new Class<?>[] { AnnotatedServiceConfiguration.class };
	}

	@AfterEach
	void stopApplication() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Override
	public final <T> T bean(Class<T> type) {
		if (this.context == null) {
			throw new IllegalStateException("There is no application before the test begins");
		}
		return this.context.getBean(type);
	}

	@Override
	public final boolean cachesFutures() {
		return supportsFutures();
	}

	@Override
	public final Cache cache(String name) {
		Cache cache = bean(CacheManager.class).getCache(name);
		if (cache == null) {
			throw new IllegalStateException("The cache manager has no cache '%s'".formatted(name));
		}
		return cache;
	}

}

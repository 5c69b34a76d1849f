package io.cachebridge.core;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheOperationSource;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.expression.BeanResolver;

/**
 * Makes {@code @Cacheable} what this library promises, whoever has enabled caching: plain
 * ones share their loads as {@code sync = true} does, and what cannot be shared is stored
 * only if its key was not touched meanwhile. Adds {@link CacheTags @CacheTags} and
 * {@link EvictTags @EvictTags}. Wraps Spring's own interceptor, which goes on to do what
 * it always does.
 */
public final class CachingInstrumentation implements BeanPostProcessor, BeanFactoryAware, PriorityOrdered {

	private final Supplier<@Nullable CacheBridgeCacheManager> manager;

	private final Supplier<ValueTypes> types;

	private final BooleanSupplier resolvesDefault;

	private @Nullable BeanResolver beans;

	/**
	 * Creates the instrumentation.
	 * @param manager the manager, asked for when a cached method is first called; if it
	 * gives none, as when a test has put a mock in its place, Spring works as without us
	 * @param types is told what cached methods return
	 * @param resolvesDefault whether operations that name neither manager nor resolver
	 * use this manager
	 */
	public CachingInstrumentation(Supplier<@Nullable CacheBridgeCacheManager> manager, Supplier<ValueTypes> types,
			BooleanSupplier resolvesDefault) {
		this.manager = manager;
		this.types = types;
		this.resolvesDefault = resolvesDefault;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beans = new BeanFactoryResolver(beanFactory);
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof BeanFactoryCacheOperationSourceAdvisor advisor
				&& advisor.getAdvice() instanceof MethodInterceptor interceptor
				&& !(interceptor instanceof ScopedCacheInterceptor)) {
			advisor.setAdvice(new ScopedCacheInterceptor(interceptor, this.manager));
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof CacheOperationSource source && !(bean instanceof SharedLoadOperationSource)) {
			return new SharedLoadOperationSource(source, new TaggedMethods(source, this.beans), this.types,
					this.resolvesDefault, this::hidesFailures);
		}
		return bean;
	}

	private boolean hidesFailures(String name) {
		CacheBridgeCacheManager caches = this.manager.get();
		CacheBridgeCache cache = (caches != null) ? caches.getCache(name) : null;
		return cache != null && cache.settings().onError() == CacheSettings.OnError.BYPASS;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}

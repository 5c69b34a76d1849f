package io.cachebridge.core;

import java.util.function.Supplier;

import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application with caching switched on, whose caches are those of a node.
 */
final class Application implements AutoCloseable {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	Application(CacheBridgeCacheManager manager, Class<?>... components) {
		ValueTypes types = new ValueTypes((type) -> {
		});
		this.context.registerBean("instrumentation", CachingInstrumentation.class,
				() -> new CachingInstrumentation(() -> manager, () -> types, () -> true));
		this.context.registerBean("cacheManager", CacheManager.class, (Supplier<CacheManager>) () -> manager,
				(definition) -> definition.setDestroyMethodName(""));
		this.context.register(Caching.class);
		this.context.register(components);
		this.context.refresh();
	}

	<T> T get(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching(proxyTargetClass = true)
	static class Caching {

	}

}

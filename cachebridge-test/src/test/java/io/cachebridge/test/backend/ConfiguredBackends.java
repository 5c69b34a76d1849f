package io.cachebridge.test.backend;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.cachebridge.autoconfigure.CacheBridgeAutoConfiguration;
import io.cachebridge.autoconfigure.CacheBridgeCachingAutoConfiguration;
import io.cachebridge.autoconfigure.CacheBridgeCodecAutoConfiguration;
import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

/**
 * Creates backends as an application gets them: by the provider that an
 * auto-configuration contributes.
 */
final class ConfiguredBackends implements AfterAllCallback {

	private final Class<?>[] autoConfigurations;

	private final Supplier<List<String>> properties;

	private final Consumer<AnnotationConfigApplicationContext> beans;

	private @Nullable AnnotationConfigApplicationContext context;

	private ConfiguredBackends(Class<?>[] autoConfigurations, Supplier<List<String>> properties,
			Consumer<AnnotationConfigApplicationContext> beans) {
		this.autoConfigurations = autoConfigurations;
		this.properties = properties;
		this.beans = beans;
	}

	static ConfiguredBackends of(Class<?>... autoConfigurations) {
		return new ConfiguredBackends(autoConfigurations, List::of, (context) -> {
		});
	}

	/**
	 * Returns backends with properties that are known when the first is created, after a
	 * server has started for example.
	 */
	ConfiguredBackends with(Supplier<List<String>> properties) {
		return new ConfiguredBackends(this.autoConfigurations, properties, this.beans);
	}

	/**
	 * Returns backends in an application that has a bean of its own, which is made when
	 * the first backend is created.
	 */
	<T> ConfiguredBackends withBean(Class<T> type, Supplier<T> bean) {
		return new ConfiguredBackends(this.autoConfigurations, this.properties,
				this.beans.andThen((context) -> context.registerBean(type, bean)));
	}

	/**
	 * Returns a node of an application whose caches are held in one of the backends and
	 * nowhere else.
	 */
	ConfiguredBackends asOnlyTierOf(String backend) {
		Class<?>[] node = Stream
			.concat(Stream.of(this.autoConfigurations),
					Stream.of(JacksonAutoConfiguration.class, CacheBridgeCachingAutoConfiguration.class,
							CacheBridgeCodecAutoConfiguration.class, CacheBridgeAutoConfiguration.class))
			.toArray(Class<?>[]::new);
		return new ConfiguredBackends(node,
				() -> Stream.concat(this.properties.get().stream(),
						Stream.of("cachebridge.default-backend=" + backend, "cachebridge.defaults.local.enabled=false",
								"cachebridge.defaults.on-error=throw", "cachebridge.backplane.type=none"))
					.toList(),
				this.beans);
	}

	Cache cache(String name) {
		return Objects.requireNonNull(context().getBean(CacheManager.class).getCache(name));
	}

	/**
	 * Creates a backend.
	 * @param name the type or the name of an instance
	 * @return the backend, which the caller closes
	 */
	CacheBackend create(String name) {
		return create(name, this::create);
	}

	CacheBackend create(String name, BackendLookup others) {
		return context().getBeanProvider(CacheBackendProvider.class)
			.stream()
			.filter((provider) -> provider.names().contains(name))
			.findFirst()
			.orElseThrow()
			.create(name, others);
	}

	Backplane createBackplane(String name, String channel) {
		return context().getBeanProvider(BackplaneProvider.class)
			.stream()
			.filter((provider) -> provider.names().contains(name))
			.findFirst()
			.orElseThrow()
			.create(name, channel);
	}

	private AnnotationConfigApplicationContext context() {
		if (this.context == null) {
			this.context = new AnnotationConfigApplicationContext();
			TestPropertyValues.of(this.properties.get()).applyTo(this.context);
			this.context.register(AutoConfigurations.getClasses(AutoConfigurations.of(this.autoConfigurations)));
			this.beans.accept(this.context);
			this.context.refresh();
		}
		return this.context;
	}

	@Override
	public void afterAll(ExtensionContext test) {
		if (this.context != null) {
			this.context.close();
		}
	}

}

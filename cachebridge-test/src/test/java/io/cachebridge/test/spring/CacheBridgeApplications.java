package io.cachebridge.test.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Two nodes of an application with this starter, started when first needed and shared by
 * the tests of a class, each of which has a cache of its own.
 */
final class CacheBridgeApplications implements AfterAllCallback {

	private final Supplier<List<String>> properties;

	private final String keyPrefix = UUID.randomUUID().toString();

	private String cache = "";

	private @Nullable ConfigurableApplicationContext node;

	private @Nullable ConfigurableApplicationContext otherNode;

	CacheBridgeApplications(Supplier<List<String>> properties) {
		this.properties = properties;
	}

	Cache newCache() {
		if (this.node == null) {
			this.node = start();
		}
		this.cache = "cache " + UUID.randomUUID();
		return cache(this.node);
	}

	Cache cacheOfOtherNode() {
		if (this.otherNode == null) {
			this.otherNode = start();
		}
		return cache(this.otherNode);
	}

	private Cache cache(ConfigurableApplicationContext context) {
		return Objects.requireNonNull(context.getBean(CacheManager.class).getCache(this.cache));
	}

	ConfigurableApplicationContext start(Class<?>... configurations) {
		Stream<String> all = Stream.concat(Stream.of("cachebridge.key-prefix=" + this.keyPrefix,
				"spring.main.banner-mode=off", "cachebridge.redis.timeout=10s"), this.properties.get().stream());
		List<Class<?>> sources = new ArrayList<>(List.of(configurations));
		sources.add(Application.class);
		return new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE)
			.run(all.map("--"::concat).toArray(String[]::new));
	}

	@Override
	public void afterAll(ExtensionContext test) {
		Stream.of(this.node, this.otherNode).filter(Objects::nonNull).forEach(ConfigurableApplicationContext::close);
	}

	/**
	 * An application with nothing but the starter.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}

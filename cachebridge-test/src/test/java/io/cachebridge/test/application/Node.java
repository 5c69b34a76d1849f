package io.cachebridge.test.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.test.server.RedisServerFixture;
import io.cachebridge.test.server.TcpProxy;

/**
 * One running application that keeps its caches in Redis.
 */
final class Node implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private Node(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts an application.
	 * @param redis the server
	 * @param properties what is configured besides
	 * @return the application
	 */
	static Node start(RedisServerFixture redis, String... properties) {
		return start(redis, Application.class, properties);
	}

	/**
	 * Starts an application.
	 * @param redis the server
	 * @param application what it consists of
	 * @param properties what is configured besides
	 * @return the application
	 */
	static Node start(RedisServerFixture redis, Class<?> application, String... properties) {
		return start("spring.data.redis.url=" + redis.url(), application, properties);
	}

	/**
	 * Starts an application.
	 * @param proxy what stands before the server
	 * @param properties what is configured besides
	 * @return the application
	 */
	static Node start(TcpProxy proxy, String... properties) {
		return start("spring.data.redis.url=redis://127.0.0.1:" + proxy.port(), Application.class, properties);
	}

	private static Node start(String url, Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(
				List.of(url, "cachebridge.default-backend=redis", "spring.main.banner-mode=off"));
		all.addAll(List.of(properties));
		return new Node(new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("cachebridge.redis.timeout=10s")
			.run(all.stream().map("--"::concat).toArray(String[]::new)));
	}

	Catalogue catalogue() {
		return this.context.getBean(Catalogue.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	CacheBridgeCache cache(String name) {
		return Objects.requireNonNull(this.context.getBean(CacheBridgeCacheManager.class).getCache(name));
	}

	Stream<CacheBridgeCache> caches() {
		return this.context.getBean(CacheBridgeCacheManager.class).caches().stream();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/**
	 * The application.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Catalogue catalogue() {
			return new Catalogue();
		}

	}

}

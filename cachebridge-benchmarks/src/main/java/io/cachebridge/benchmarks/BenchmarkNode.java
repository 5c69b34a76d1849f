package io.cachebridge.benchmarks;

import java.util.Objects;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/**
 * An application with the starter, set up by properties as any other.
 */
final class BenchmarkNode implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private BenchmarkNode(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * Starts an application.
	 * @param properties its properties, as {@code name=value}
	 * @return the application
	 */
	static BenchmarkNode start(String... properties) {
		return new BenchmarkNode(application().properties(properties).run());
	}

	/**
	 * Starts an application that logs nothing but warnings.
	 * @param arguments its arguments, as {@code --name=value}
	 * @return the application
	 */
	static BenchmarkNode run(String... arguments) {
		return new BenchmarkNode(application().properties("logging.level.root=warn").run(arguments));
	}

	private static SpringApplicationBuilder application() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.logStartupInfo(false);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Cache cache(String name) {
		return Objects.requireNonNull(bean(CacheManager.class).getCache(name));
	}

	@Override
	public void close() {
		this.context.close();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableCaching
	@Import(CacheableHitBenchmark.Orders.class)
	static class Application {

	}

}

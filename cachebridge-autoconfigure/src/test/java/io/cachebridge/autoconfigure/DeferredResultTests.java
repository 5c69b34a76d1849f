package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Flux;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what callers may do with a result of a cached method that comes later.
 */
class DeferredResultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(CacheBridgeAutoConfiguration.class,
				CacheBridgeCachingAutoConfiguration.class, CacheBridgeCodecAutoConfiguration.class,
				CacheBridgeMemoryAutoConfiguration.class, CacheAutoConfiguration.class))
		.withPropertyValues("cachebridge.defaults.remote.codec=jdk")
		.withBean(Things.class);

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void cachesManyElements(boolean local) {
		run(local, (things, cache) -> {
			assertThat(things.range(300_000).count().block(PATIENCE)).isEqualTo(300_000);
			assertThat(things.range(300_000).count().block(PATIENCE)).isEqualTo(300_000);
		});
	}

	private void run(boolean local, BiConsumer<Things, Cache> test) {
		this.runner.withPropertyValues("cachebridge.defaults.local.enabled=" + local)
			.run((context) -> test.accept(context.getBean(Things.class), cache(context)));
	}

	private static Cache cache(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(CacheManager.class).getCache("things"));
	}

	static class Things {

		@Cacheable("things")
		Flux<Integer> range(int count) {
			return Flux.range(0, count);
		}

	}

}

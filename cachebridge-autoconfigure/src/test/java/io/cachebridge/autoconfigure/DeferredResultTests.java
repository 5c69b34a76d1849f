package io.cachebridge.autoconfigure;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keepsWhatIsPutOverTheValueOfAPublisher(boolean local) {
		run(local, (things, cache) -> {
			things.later("key").doOnNext((value) -> cache.put("key", "newer")).block(PATIENCE);
			assertThat(cache.get("key", String.class)).isEqualTo("newer");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keepsWhatIsPutAfterAnEvictionBelowAPublisher(boolean local) {
		run(local, (things, cache) -> {
			things.later("key").doOnNext((value) -> {
				cache.evict("other");
				cache.put("other", "newer");
			}).block(PATIENCE);
			assertThat(cache.get("other", String.class)).isEqualTo("newer");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keepsWhatIsPutAfterAnEvictionBelowAFuture(boolean local) {
		run(local, (things, cache) -> {
			CompletableFuture<String> source = new CompletableFuture<>();
			CompletableFuture<Void> done = things.future("key", source).thenAccept((value) -> {
				cache.evict("other");
				cache.put("other", "newer");
			});
			source.complete("value");
			assertThat(done).succeedsWithin(PATIENCE);
			assertThat(cache.get("other", String.class)).isEqualTo("newer");
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void keepsWhatIsPutOverTheValueOfAFuture(boolean local) {
		run(local, (things, cache) -> {
			CompletableFuture<String> source = new CompletableFuture<>();
			CompletableFuture<Void> done = things.put("key", source).thenAccept((value) -> cache.put("key", "newer"));
			source.complete("value");
			assertThat(done).succeedsWithin(PATIENCE);
			assertThat(cache.get("key", String.class)).isEqualTo("newer");
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

		@Cacheable("things")
		Mono<String> later(String key) {
			return Mono.just("value").delayElement(Duration.ofMillis(20));
		}

		@Cacheable(cacheNames = "things", key = "#p0")
		CompletableFuture<String> future(String key, CompletableFuture<String> source) {
			return source;
		}

		@CachePut(cacheNames = "things", key = "#p0")
		CompletableFuture<String> put(String key, CompletableFuture<String> source) {
			return source;
		}

	}

}

package io.cachebridge.core;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheConfig;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.CachingConfigurer;
import org.springframework.cache.interceptor.CacheErrorHandler;
import org.springframework.cache.interceptor.SimpleCacheErrorHandler;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.expression.EvaluationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * {@link EvictTags @EvictTags} on whatever a method of a bean may be.
 */
class EvictTagsTests {

	private Cluster cluster = new Cluster(Shape.TIERED);

	private @Nullable Application application;

	private Things things = new Things();

	private void use(Shape shape, Class<?>... components) {
		this.cluster = new Cluster(shape);
		this.application = new Application(this.cluster.node(0), components);
	}

	private void use(Shape shape) {
		use(shape, Things.class, Configured.class, Beside.class);
		this.things = this.application.get(Things.class);
		fill();
	}

	private void fill() {
		this.cluster.cache().put("red", "red", Set.of("red"));
		this.cluster.cache().put("blue", "blue", Set.of("blue"));
	}

	private boolean isCached(String key) {
		return this.cluster.cache().get(key) != null;
	}

	private void assertEvictedAndFillAgain() {
		assertThat(isCached("red")).isFalse();
		assertThat(isCached("blue")).isTrue();
		fill();
	}

	@AfterEach
	void close() {
		assertThat(InvocationScope.current()).isNull();
		if (this.application != null) {
			this.application.close();
		}
		this.cluster.close();
	}

	@Test
	void aFutureFailsIfTheEvictionDoesWhateverTheError() {
		use(Shape.TIERED);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> future = this.things.future("none", source);
		this.cluster.store.failOnce("put", new NoClassDefFoundError("gone"));
		source.complete("red");
		assertThat(future).failsWithin(Duration.ofSeconds(5))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(NoClassDefFoundError.class);
	}

	@ParameterizedTest
	@EnumSource
	void evictsWhenTheMethodHasReturned(Shape shape) {
		use(shape);
		this.things.evict("red", () -> assertThat(isCached("red")).isTrue());
		assertEvictedAndFillAgain();
		assertThat(this.things.result("red")).isEqualTo("red");
		assertEvictedAndFillAgain();
		assertThat(this.things.optional("red")).contains("red");
		assertEvictedAndFillAgain();
		this.things.composed("red");
		assertEvictedAndFillAgain();
	}

	@Test
	void otherNodesAreTold() {
		use(Shape.TIERED);
		assertThat(this.cluster.other().get("red")).isNotNull();
		this.things.result("red");
		assertThat(this.cluster.other().get("red")).isNull();
		assertThat(this.cluster.other().get("blue")).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void doesNotEvictWhenTheMethodFails(Shape shape) {
		use(shape);
		assertThatIllegalStateException().isThrownBy(() -> this.things.evict("red", () -> {
			throw new IllegalStateException("failed");
		})).withMessage("failed");
		assertThat(isCached("red")).isTrue();
		assertThat(this.things.future("red", CompletableFuture.failedFuture(new IllegalStateException())))
			.failsWithin(Duration.ofSeconds(20))
			.withThrowableThat()
			.withCauseInstanceOf(IllegalStateException.class);
		assertThatThrownBy(() -> this.things.mono("red", Mono.error(new IllegalStateException())).block())
			.isInstanceOf(IllegalStateException.class);
		assertThat(isCached("red")).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void evictsBeforeTheInvocation(Shape shape) {
		use(shape);
		assertThatIllegalStateException().isThrownBy(() -> this.things.evictBefore("red", () -> {
			assertThat(isCached("red")).isFalse();
			throw new IllegalStateException("failed");
		})).withMessage("failed");
		assertEvictedAndFillAgain();
	}

	@Test
	void evictsOnCondition() {
		use(Shape.TIERED);
		this.things.onCondition("red", false);
		assertThat(isCached("red")).isTrue();
		this.things.onCondition("red", true);
		assertEvictedAndFillAgain();
	}

	@ParameterizedTest
	@EnumSource
	void evictsWhenAFutureHasCompleted(Shape shape) {
		use(shape);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> future = this.things.future("none", source);
		CompletableFuture<Boolean> seen = future.thenApply((value) -> isCached("red"));
		assertThat(isCached("red")).isTrue();
		source.complete("red");
		assertThat(Background.result(seen)).isFalse();
		assertEvictedAndFillAgain();
		assertThat(Background.result(this.things.future("none", CompletableFuture.completedFuture("red"))))
			.isEqualTo("red");
		assertEvictedAndFillAgain();
	}

	@ParameterizedTest
	@EnumSource
	void evictsWhenAMonoHasCompleted(Shape shape) {
		use(shape);
		Sinks.One<String> source = Sinks.one();
		Mono<String> mono = this.things.mono("none", source.asMono());
		CompletableFuture<Boolean> seen = mono.map((value) -> isCached("red")).toFuture();
		assertThat(isCached("red")).isTrue();
		source.tryEmitValue("red");
		assertThat(Background.result(seen)).isFalse();
		assertEvictedAndFillAgain();
		assertThat(mono.block()).isEqualTo("red");
		assertEvictedAndFillAgain();
		assertThat(this.things.mono("red", Mono.empty()).block()).isNull();
		assertEvictedAndFillAgain();
	}

	@ParameterizedTest
	@EnumSource
	void evictsWhenAFluxHasCompleted(Shape shape) {
		use(shape);
		Flux<String> flux = this.things.flux(Flux.just("green", "red"));
		assertThat(flux.collectList().block()).containsExactly("green", "red");
		assertEvictedAndFillAgain();
	}

	@Test
	void doesNotBlockTheThreadThatCompletes() {
		use(Shape.TIERED);
		Gate gate = new Gate();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> future = this.things.gated(() -> {
			gate.pass();
			return "red";
		}, source);
		source.complete("red");
		gate.awaitArrival();
		assertThat(future).isNotDone();
		gate.open();
		assertThat(Background.result(future)).isEqualTo("red");
		assertEvictedAndFillAgain();
	}

	@Test
	void evictsAfterWhatTheMethodStores() {
		use(Shape.TIERED);
		assertThat(this.things.put("red")).isEqualTo("red");
		assertThat(isCached("key")).isFalse();
		assertThat(this.things.putBefore("red")).isEqualTo("red");
		assertThat(isCached("key")).isTrue();
		assertThat(isCached("red")).isFalse();
	}

	@Test
	void evictsAlsoOnAHit() {
		use(Shape.TIERED);
		assertThat(this.things.cacheable("blue", "red")).isEqualTo("blue");
		assertEvictedAndFillAgain();
	}

	@Test
	void takesTheCachesOfTheClassOrOfTheOtherAnnotations() {
		use(Shape.TIERED);
		this.application.get(Configured.class).evict("red");
		assertEvictedAndFillAgain();
		this.application.get(Beside.class).evict("red");
		assertEvictedAndFillAgain();
	}

	@Test
	void evictsFromSeveralCachesWhatSeveralAnnotationsSay() {
		use(Shape.TIERED);
		CacheBridgeCache more = this.cluster.node(0).getCache("more");
		more.put("red", "red", Set.of("red"));
		more.put("blue", "blue", Set.of("blue"));
		this.things.several("red");
		assertThat(isCached("red")).isFalse();
		assertThat(isCached("blue")).isFalse();
		assertThat(more.get("red")).isNull();
		assertThat(more.get("blue")).isNotNull();
	}

	@Test
	void anExpressionThatFailsFailsTheCall() {
		use(Shape.TIERED);
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.failing("red"))
			.withMessageContaining("'#tag.nothing' in @EvictTags on ")
			.withMessageContaining("Things.failing");
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.result(""))
			.withMessageContaining("Things.result");
		assertThatThrownBy(() -> Background.result(this.things.future("", CompletableFuture.completedFuture(""))))
			.rootCause()
			.hasMessageContaining("tag");
	}

	@Test
	void aCacheThatThereIsNotFailsTheCall() {
		use(Shape.TIERED);
		assertThatIllegalStateException().isThrownBy(() -> this.things.unknown())
			.withMessageContaining("Things.unknown")
			.withMessageContaining("'unknown'")
			.withMessageContaining("cachebridge.caches.unknown");
	}

	@ParameterizedTest
	@ValueSource(classes = { Nowhere.class, Elsewhere.class, Nothing.class, Foreseen.class, Unreadable.class })
	void mistakesComeToLightAtStart(Class<?> component) {
		assertThatThrownBy(() -> use(Shape.LOCAL, component)).hasMessageContaining("@EvictTags on ")
			.hasMessageContaining(component.getSimpleName() + ".evict");
	}

	@Test
	void aMethodWithoutAnnotationsIsNotIntercepted() {
		use(Shape.LOCAL, Things.class, Plain.class);
		assertThat(AopUtils.isAopProxy(this.application.get(Plain.class))).isFalse();
		assertThat(AopUtils.isAopProxy(this.application.get(Things.class))).isTrue();
	}

	@Test
	void doesNothingWhereTheManagerIsNotOurs() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(CachingInstrumentation.class,
					() -> new CachingInstrumentation(() -> null, () -> new ValueTypes((type) -> {
					}), () -> true));
			context.registerBean(CacheManager.class, NoOpCacheManager::new);
			context.register(Application.Caching.class, Things.class);
			context.refresh();
			assertThat(context.getBean(Things.class).result("red")).isEqualTo("red");
		}
	}

	@Test
	void aCacheThatThrowsIsLeftToTheErrorHandler() {
		this.cluster = new Cluster(Shape.REMOTE);
		this.cluster.settings.onError = CacheSettings.OnError.THROW;
		this.application = new Application(this.cluster.node(0), Things.class, Handled.class);
		this.cluster.store.failAlways();
		Handled.Handler handler = this.application.get(Handled.class).handler;
		assertThat(this.application.get(Things.class).result("red")).isEqualTo("red");
		assertThat(handler.key).isEqualTo("red");
	}

	@Retention(RetentionPolicy.RUNTIME)
	@EvictTags(cacheNames = Cluster.CACHE, value = "#tag")
	@interface Evicting {

	}

	public static class Things {

		@EvictTags(cacheNames = Cluster.CACHE, value = "#tag")
		public void evict(String tag, Runnable action) {
			action.run();
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "#tag", beforeInvocation = true)
		public void evictBefore(String tag, Runnable action) {
			action.run();
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "#result")
		public String result(String tag) {
			return tag;
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "#result")
		public Optional<String> optional(String tag) {
			return Optional.of(tag);
		}

		@Evicting
		public void composed(String tag) {
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "#tag", condition = "#result")
		public boolean onCondition(String tag, boolean result) {
			return result;
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "{#tag, #result}")
		public CompletableFuture<String> future(String tag, CompletableFuture<String> future) {
			return future;
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "#tag.get()")
		public CompletableFuture<String> gated(Supplier<String> tag, CompletableFuture<String> future) {
			return future;
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "{#tag, #result}")
		public Mono<String> mono(String tag, Mono<String> mono) {
			return mono;
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "#result[1]")
		public Flux<String> flux(Flux<String> flux) {
			return flux;
		}

		@CachePut(cacheNames = Cluster.CACHE, key = "'key'")
		@CacheTags("#tag")
		@EvictTags("#tag")
		public String put(String tag) {
			return tag;
		}

		@CachePut(cacheNames = Cluster.CACHE, key = "'key'")
		@CacheTags("#tag")
		@EvictTags(value = "#tag", beforeInvocation = true)
		public String putBefore(String tag) {
			return tag;
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "#key")
		@EvictTags("#tag")
		public String cacheable(String key, String tag) {
			return "loaded";
		}

		@EvictTags(cacheNames = { Cluster.CACHE, "more" }, value = "#tag")
		@EvictTags(cacheNames = Cluster.CACHE, value = "'blue'")
		public void several(String tag) {
		}

		@EvictTags(cacheNames = Cluster.CACHE, value = "#tag.nothing")
		public void failing(String tag) {
		}

		@EvictTags(cacheNames = "unknown", value = "'tag'")
		public void unknown() {
		}

	}

	@CacheConfig(cacheNames = Cluster.CACHE)
	public static class Configured {

		@EvictTags("#tag")
		public void evict(String tag) {
		}

	}

	public static class Beside {

		@CacheEvict(cacheNames = Cluster.CACHE, key = "'other'")
		@EvictTags("#tag")
		public void evict(String tag) {
		}

	}

	static class Nowhere {

		@EvictTags("'tag'")
		void evict() {
		}

	}

	static class Elsewhere {

		@CacheEvict(cacheNames = Cluster.CACHE, cacheManager = "other")
		@EvictTags("'tag'")
		void evict() {
		}

	}

	static class Nothing {

		@EvictTags(cacheNames = Cluster.CACHE, value = {})
		void evict() {
		}

	}

	static class Foreseen {

		@EvictTags(cacheNames = Cluster.CACHE, value = "#result", beforeInvocation = true)
		String evict() {
			return "tag";
		}

	}

	static class Unreadable {

		@EvictTags(cacheNames = Cluster.CACHE, value = "'tag'", condition = "#")
		void evict() {
		}

	}

	static class Plain {

		List<String> find() {
			return List.of();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Handled implements CachingConfigurer {

		private final Handler handler = new Handler();

		@Override
		public CacheErrorHandler errorHandler() {
			return this.handler;
		}

		private static final class Handler extends SimpleCacheErrorHandler {

			private volatile @Nullable Object key;

			@Override
			public void handleCacheEvictError(RuntimeException exception, Cache cache, Object key) {
				this.key = key;
			}

		}

	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Cached methods that fail while there is a value beyond its time-to-live.
 */
class AnnotatedFailSafeTests {

	private static final FailSafeSettings OFF = FailSafeSettings.OFF;

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private Application application;

	private Things things;

	@BeforeEach
	void start() {
		this.cluster.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(1), Duration.ofSeconds(30),
				OFF.exceptions(), OFF.ignoredExceptions());
		this.application = new Application(this.cluster.node(0), Things.class);
		this.things = this.application.get(Things.class);
	}

	@AfterEach
	void close() {
		this.application.close();
		this.cluster.close();
	}

	static Stream<Arguments> methods() {
		return Stream.of(method("shared", Things::shared), method("unless", Things::unless),
				method("optional", (things) -> things.optional().orElse(null)),
				method("unlessOptional", (things) -> things.unlessOptional().orElse(null)),
				method("future", (things) -> things.future().join()),
				method("unlessFuture", (things) -> things.unlessFuture().join()),
				method("throwingFuture", (things) -> things.throwingFuture().join()),
				method("mono", (things) -> things.mono().block()));
	}

	private static Arguments method(String name, Method method) {
		return Arguments.of(name, method);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void giveTheLastValueAndThenRest(String name, Method method) {
		assertThat(method.call(this.things)).isEqualTo("value 1");
		this.cluster.awaitLandings();
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		this.things.fail(true);
		assertThat(method.call(this.things)).isEqualTo("value 1");
		assertThat(method.call(this.things)).isEqualTo("value 1");
		assertThat(this.things.calls()).isEqualTo(2);
		CacheStatistics statistics = this.cluster.cache().statistics();
		assertThat(statistics.staleServed()).isEqualTo(2);
		assertThat(statistics.loadFailures()).isOne();
		this.things.fail(false);
		this.cluster.time.advance(Duration.ofSeconds(30));
		assertThat(method.call(this.things)).isEqualTo("value 3");
		assertThat(method.call(this.things)).isEqualTo("value 3");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void tellTheirFailureIfTheValueWasEvicted(String name, Method method) {
		method.call(this.things);
		this.cluster.awaitLandings();
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		this.cluster.cache().clear();
		this.things.fail(true);
		assertThatThrownBy(() -> method.call(this.things)).hasStackTraceContaining("the source is away");
	}

	@Test
	void aFluxGivesTheLastElements() {
		assertThat(this.things.flux(0).collectList().block()).containsExactly("a", "b");
		this.cluster.awaitLandings();
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		this.things.fail(true);
		assertThat(this.things.flux(0).collectList().block()).containsExactly("a", "b");
	}

	@Test
	void aFluxThatFailsLaterFails() {
		assertThat(this.things.flux(1).collectList().block()).containsExactly("a", "b");
		this.cluster.awaitLandings();
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		this.things.fail(true);
		assertThatIllegalStateException().isThrownBy(() -> this.things.flux(1).collectList().block())
			.withMessage("the source is away");
	}

	@Test
	void nothingIsStoredAnewByServingIt() {
		this.things.unless();
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		this.things.fail(true);
		this.cluster.store.operations.clear();
		assertThat(this.things.unless()).isEqualTo("value 1");
		assertThat(this.cluster.store.operations).noneMatch((operation) -> operation.startsWith("put"));
		assertThat(this.cluster.cache().statistics().puts()).isZero();
	}

	@Test
	void methodsThatDoMoreTellTheirFailureAndDoNothing() {
		this.things.putsElsewhere();
		this.things.evictsElsewhere();
		this.things.evictsTags();
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		Cache others = this.cluster.node(0).getCache("others");
		assertThat(others).isNotNull();
		others.put("id", "newer");
		CacheBridgeCache tagged = this.cluster.node(0).getCache("tagged");
		assertThat(tagged).isNotNull();
		tagged.put("id", "value", Set.of("tag"));
		this.things.fail(true);
		assertThatIllegalStateException().isThrownBy(this.things::putsElsewhere);
		assertThatIllegalStateException().isThrownBy(this.things::evictsElsewhere);
		assertThatIllegalStateException().isThrownBy(this.things::evictsTags);
		assertThat(others.get("id", String.class)).isEqualTo("newer");
		assertThat(tagged.get("id", String.class)).isEqualTo("value");
	}

	/**
	 * Calls a cached method and returns what is cached.
	 */
	interface Method {

		@Nullable String call(Things things);

	}

	/**
	 * Cached methods.
	 */
	public static class Things extends AbstractCachedMethods {

		@Cacheable(cacheNames = Cluster.CACHE, key = KEY, unless = "#result == null")
		public CompletableFuture<String> throwingFuture() {
			return CompletableFuture.completedFuture(value());
		}

		@Caching(cacheable = @Cacheable(cacheNames = Cluster.CACHE, key = KEY),
				put = @CachePut(cacheNames = "others", key = "'id'"))
		public String putsElsewhere() {
			return value();
		}

		@Caching(cacheable = @Cacheable(cacheNames = Cluster.CACHE, key = KEY),
				evict = @CacheEvict(cacheNames = "others", key = "'id'"))
		public String evictsElsewhere() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = KEY)
		@EvictTags(value = "'tag'", cacheNames = "tagged")
		public String evictsTags() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "2")
		public Flux<String> flux(int before) {
			if (!isFailing()) {
				return Flux.just("a", "b");
			}
			return Flux.fromIterable(List.of("a", "b"))
				.take(before)
				.concatWith(Flux.error(new IllegalStateException("the source is away")));
		}

	}

}

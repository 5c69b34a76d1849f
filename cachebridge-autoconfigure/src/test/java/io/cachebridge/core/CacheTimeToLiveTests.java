package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.expression.EvaluationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Methods whose results tell how long they live.
 */
class CacheTimeToLiveTests {

	private static final Duration TIME = Duration.ofSeconds(42);

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private Application application;

	private Things things;

	@BeforeEach
	void start() {
		this.application = new Application(this.cluster.node(0), Things.class);
		this.things = this.application.get(Things.class);
	}

	@AfterEach
	void close() {
		this.application.close();
		this.cluster.close();
	}

	private boolean isCached() {
		return this.cluster.cache().get(TIME) != null;
	}

	static Stream<Arguments> methods() {
		return Stream.of(method("fixed", Things::fixed), method("iso", Things::iso), method("plain", Things::plain),
				method("sync", Things::sync), method("unless", Things::unless), method("text", Things::text),
				method("optional", (things, time) -> things.optional(time).orElse(null)), method("put", Things::put),
				method("future", (things, time) -> things.future(time).join()),
				method("futurePut", (things, time) -> things.futurePut(time).join()),
				method("mono", (things, time) -> things.mono(time).block()),
				method("fixedMono", (things, time) -> things.fixedMono(time).block()),
				method("monoPut", (things, time) -> things.monoPut(time).block()),
				method("flux", (things, time) -> things.flux(time).collectList().block()));
	}

	private static Arguments method(String name, BiFunction<Things, Duration, @Nullable Object> call) {
		return Arguments.of(name, call);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("methods")
	void storeThemForThatLong(String name, BiFunction<Things, Duration, Object> call) {
		assertThat(call.apply(this.things, TIME)).isNotNull();
		this.cluster.time.advance(TIME.minusMillis(1));
		assertThat(isCached()).isTrue();
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThat(isCached()).isFalse();
	}

	@Test
	void aResultThatIsAlreadyOverIsReturnedAndNotStored() {
		assertThat(this.things.plain(Duration.ZERO)).isEqualTo(Duration.ZERO);
		assertThat(this.cluster.cache().get(Duration.ZERO)).isNull();
		this.cluster.cache().put(Duration.ZERO, "old");
		assertThat(this.things.put(Duration.ZERO)).isEqualTo(Duration.ZERO);
		assertThat(this.cluster.cache().get(Duration.ZERO)).isNull();
	}

	@Test
	void anExpressionThatGivesNothingLeavesItToTheCache() {
		this.things.nothing(TIME);
		this.cluster.time.advance(this.cluster.settings.timeToLive.minusMillis(1));
		assertThat(isCached()).isTrue();
	}

	@Test
	void anExpressionThatGivesSomethingElseFailsTheCall() {
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.number(TIME))
			.withMessageContaining("'5L' in @CacheTimeToLive on")
			.withMessageContaining("must give a Duration");
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.failingMono(TIME).block())
			.withMessageContaining("cannot be evaluated");
		assertThat(isCached()).isFalse();
	}

	@Test
	void theOneOnTheClassCountsForTheOthers() {
		this.things.ofClass(TIME);
		this.cluster.time.advance(Duration.ofMinutes(1).minusMillis(1));
		assertThat(isCached()).isTrue();
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThat(isCached()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { WithoutTime.class, WithBoth.class, WithBareNumber.class, WithZero.class, Misspelt.class,
			WithNothingStored.class })
	void whatMakesNoSenseFailsTheStart(Class<?> component) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new Application(this.cluster.node(0), component).close())
			.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("@CacheTimeToLive on"));
	}

	@CacheTimeToLive("1m")
	public static class Things {

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive("42s")
		public Duration fixed(Duration time) {
			return time;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive("PT42S")
		public Duration iso(Duration time) {
			return time;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result")
		public Duration plain(Duration time) {
			return time;
		}

		@Cacheable(cacheNames = Cluster.CACHE, sync = true)
		@CacheTimeToLive(expression = "#result")
		public Duration sync(Duration time) {
			return time;
		}

		@Cacheable(cacheNames = Cluster.CACHE, unless = "#result == null")
		@CacheTimeToLive(expression = "#result")
		public Duration unless(Duration time) {
			return time;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result.toSeconds() + 's'")
		public Duration text(Duration time) {
			return time;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result")
		public Optional<Duration> optional(Duration time) {
			return Optional.of(time);
		}

		@CachePut(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result")
		public Duration put(Duration time) {
			return time;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result")
		public CompletableFuture<Duration> future(Duration time) {
			return CompletableFuture.supplyAsync(() -> time);
		}

		@CachePut(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result")
		public CompletableFuture<Duration> futurePut(Duration time) {
			return CompletableFuture.supplyAsync(() -> time);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result")
		public Mono<Duration> mono(Duration time) {
			return Mono.just(time);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive("42s")
		public Mono<Duration> fixedMono(Duration time) {
			return Mono.just(time);
		}

		@CachePut(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result")
		public Mono<Duration> monoPut(Duration time) {
			return Mono.just(time);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result[0]")
		public Flux<Duration> flux(Duration time) {
			return Flux.fromIterable(List.of(time, time));
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "null")
		public Duration nothing(Duration time) {
			return time;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "5L")
		public Duration number(Duration time) {
			return time;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result.unknown")
		public Mono<Duration> failingMono(Duration time) {
			return Mono.just(time);
		}

		@Cacheable(Cluster.CACHE)
		public Duration ofClass(Duration time) {
			return time;
		}

	}

	public static class WithoutTime {

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive
		public String find() {
			return "";
		}

	}

	public static class WithBoth {

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(value = "5m", expression = "#result")
		public String find() {
			return "";
		}

	}

	public static class WithBareNumber {

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive("300")
		public String find() {
			return "";
		}

	}

	public static class WithZero {

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive("0s")
		public String find() {
			return "";
		}

	}

	public static class Misspelt {

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive(expression = "#result.")
		public String find() {
			return "";
		}

	}

	public static class WithNothingStored {

		@EvictTags(cacheNames = Cluster.CACHE, value = "'tag'")
		@CacheTimeToLive("5m")
		public String find() {
			return "";
		}

	}

}

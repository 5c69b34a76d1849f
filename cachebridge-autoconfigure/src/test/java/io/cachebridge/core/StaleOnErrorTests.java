package io.cachebridge.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Methods that say when their callers are given the last value.
 */
class StaleOnErrorTests {

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	private static final Duration MAXIMUM_STALE = Duration.ofHours(2);

	private static final RuntimeException AWAY = new UncheckedIOException(new IOException("the source is away"));

	private Cluster cluster = new Cluster(Shape.TIERED);

	private @Nullable Application application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
		this.cluster.close();
	}

	private Things things(Shape shape) {
		close();
		this.cluster = new Cluster(shape);
		return things();
	}

	private Things things() {
		Application started = new Application(this.cluster.node(0), Things.class);
		this.application = started;
		return started.get(Things.class);
	}

	private void failSafe(Duration maximumStale) {
		this.cluster.settings.failSafe = new FailSafeSettings(true, maximumStale, Duration.ofSeconds(30),
				FailSafeSettings.OFF.exceptions(), FailSafeSettings.OFF.ignoredExceptions());
	}

	static Stream<Call> methods() {
		return Stream.of(new Call("plain", Things::plain), new Call("sync", Things::sync),
				new Call("unless", Things::unless), new Call("optional", (things) -> things.optional().orElse(null)),
				new Call("unlessOptional", (things) -> things.unlessOptional().orElse(null)),
				new Call("future", (things) -> things.future().join()),
				new Call("unlessFuture", (things) -> things.unlessFuture().join()),
				new Call("mono", (things) -> things.mono().block()),
				new Call("flux", (things) -> things.flux().collectList().map((all) -> all.get(0)).block()),
				new Call("meta", Things::meta));
	}

	@ParameterizedTest
	@MethodSource("methods")
	void giveTheLastValueOfACacheWithoutFailSafe(Call call) {
		for (Shape shape : Shape.values()) {
			Things things = things(shape);
			assertThat(call.of(things)).isEqualTo("value 1");
			things.fail(AWAY);
			this.cluster.awaitLandings();
			this.cluster.time.advance(MAXIMUM_STALE.minusMillis(1));
			assertThat(call.of(things)).isEqualTo("value 1");
			assertThat(call.of(things)).isEqualTo("value 1");
			assertThat(things.calls()).isEqualTo(2);
			assertThat(this.cluster.cache().statistics().staleServed()).isEqualTo(2);
			this.cluster.time.advance(Duration.ofMillis(1));
			assertThatThrownBy(() -> call.of(things)).hasStackTraceContaining("the source is away");
		}
	}

	@ParameterizedTest
	@MethodSource("methods")
	void tellTheirFailureIfTheValueWasEvicted(Call call) {
		Things things = things(Shape.TIERED);
		call.of(things);
		things.fail(AWAY);
		this.cluster.awaitLandings();
		this.cluster.time.advance(TIME_TO_LIVE);
		this.cluster.cache().evict(1);
		assertThatThrownBy(() -> call.of(things)).hasStackTraceContaining("the source is away");
	}

	@ParameterizedTest
	@MethodSource("methods")
	void giveItWhileTheStoreIsAwayToo(Call call) {
		Things things = things(Shape.TIERED);
		call.of(things);
		things.fail(AWAY);
		this.cluster.awaitLandings();
		this.cluster.time.advance(TIME_TO_LIVE);
		this.cluster.store.failAlways();
		assertThat(call.of(things)).isEqualTo("value 1");
	}

	@ParameterizedTest
	@EnumSource
	void aValueThatWasStoredInAnotherWayIsNotKept(Shape shape) {
		Things things = things(shape);
		this.cluster.cache().put(1, "put");
		things.fail(AWAY);
		this.cluster.time.advance(TIME_TO_LIVE);
		this.cluster.store.dropExpired(this.cluster.time.instant());
		assertThatThrownBy(things::plain).isSameAs(AWAY);
	}

	@ParameterizedTest
	@EnumSource
	void otherLoadsOfTheCacheAreNotGivenIt(Shape shape) {
		Things things = things(shape);
		things.plain();
		things.fail(AWAY);
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(things.plain()).isEqualTo("value 1");
		assertThatThrownBy(things::without).isSameAs(AWAY);
		assertThatThrownBy(() -> this.cluster.cache().getOrLoad(1, (context) -> {
			assertThat(context.staleValue()).isNull();
			throw AWAY;
		})).hasRootCause(AWAY.getCause());
	}

	@ParameterizedTest
	@EnumSource
	void eachLoadKeepsToItsOwnLimit(Shape shape) {
		close();
		this.cluster = new Cluster(shape);
		failSafe(Duration.ofHours(1));
		Things things = things();
		things.plain();
		things.fail(AWAY);
		this.cluster.time.advance(Duration.ofHours(1));
		assertThatThrownBy(things::without).isSameAs(AWAY);
		assertThat(things.plain()).isEqualTo("value 1");
		assertThatThrownBy(things::brief).isSameAs(AWAY);
	}

	@ParameterizedTest
	@EnumSource
	void aShorterTimeThanThatOfTheCacheCountsToo(Shape shape) {
		close();
		this.cluster = new Cluster(shape);
		failSafe(Duration.ofHours(3));
		Things things = things();
		things.without();
		things.fail(AWAY);
		this.cluster.time.advance(Duration.ofMinutes(30));
		assertThatThrownBy(things::brief).isSameAs(AWAY);
		assertThat(things.without()).isEqualTo("value 1");
	}

	@Test
	void onlyTheNamedExceptionsCount() {
		Things things = things(Shape.TIERED);
		things.named();
		this.cluster.time.advance(TIME_TO_LIVE);
		things.fail(new NoSuchElementException());
		assertThat(things.named()).isEqualTo("value 1");
		this.cluster.time.advance(Duration.ofSeconds(30));
		things.fail(new CancellationException());
		assertThatThrownBy(things::named).isInstanceOf(CancellationException.class);
		things.fail(new IllegalStateException());
		assertThatThrownBy(things::named).isInstanceOf(IllegalStateException.class);
		things.fail(new NoSuchElementException());
		assertThatThrownBy(things::named).isInstanceOf(NoSuchElementException.class);
	}

	@Test
	void whatIsNamedAsAnAnswerIsOne() {
		Things things = things(Shape.TIERED);
		things.answers();
		this.cluster.time.advance(TIME_TO_LIVE);
		things.fail(new NoSuchElementException());
		assertThat(things.answers()).isEqualTo("value 1");
		this.cluster.time.advance(Duration.ofSeconds(30));
		things.fail(AWAY);
		assertThatThrownBy(things::answers).isSameAs(AWAY);
	}

	@Test
	void theOneOnTheClassKeepsWhatIsPutAsWell() {
		Application started = new Application(this.cluster.node(0), OfClass.class);
		this.application = started;
		OfClass component = started.get(OfClass.class);
		component.put();
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(component.find()).isEqualTo("put");
	}

	@ParameterizedTest
	@ValueSource(classes = { WithBareNumber.class, WithZero.class, ShorterThanItsLife.class, WithContradiction.class,
			WithCancellation.class, WithNothingStored.class, WithPut.class, WithSeveralCaches.class, WithEviction.class,
			WithTagEviction.class })
	void whatMakesNoSenseFailsTheStart(Class<?> component) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> new Application(this.cluster.node(0), component).close())
			.satisfies((failure) -> assertThat(failure).hasStackTraceContaining("@StaleOnError on"));
	}

	record Call(String name, Method method) {

		@Nullable String of(Things things) {
			return this.method.call(things);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * Calls a cached method and returns what is cached.
	 */
	interface Method {

		@Nullable String call(Things things);

	}

	@StaleOnError(maximumStale = "PT2H")
	@Retention(RetentionPolicy.RUNTIME)
	@interface Patient {

	}

	/**
	 * Cached methods.
	 */
	public static class Things {

		private final AtomicInteger calls = new AtomicInteger();

		private volatile @Nullable RuntimeException failure;

		public void fail(RuntimeException failure) {
			this.failure = failure;
		}

		public int calls() {
			return this.calls.get();
		}

		private String value() {
			int call = this.calls.incrementAndGet();
			RuntimeException thrown = this.failure;
			if (thrown != null) {
				throw thrown;
			}
			return "value " + call;
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		public String without() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@StaleOnError(maximumStale = "2h")
		public String plain() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@StaleOnError(maximumStale = "20m")
		public String brief() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1", sync = true)
		@StaleOnError(maximumStale = "2h")
		public String sync() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1", unless = "#result == null")
		@StaleOnError(maximumStale = "2h")
		public String unless() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@StaleOnError(maximumStale = "2h")
		public Optional<String> optional() {
			return Optional.of(value());
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1", unless = "#result == null")
		@StaleOnError(maximumStale = "2h")
		public Optional<String> unlessOptional() {
			return Optional.of(value());
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@StaleOnError(maximumStale = "2h")
		public CompletableFuture<String> future() {
			return CompletableFuture.supplyAsync(this::value);
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1", unless = "#result == null")
		@StaleOnError(maximumStale = "2h")
		public CompletableFuture<String> unlessFuture() {
			return CompletableFuture.supplyAsync(this::value);
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@StaleOnError(maximumStale = "2h")
		public Mono<String> mono() {
			return Mono.fromSupplier(this::value);
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@StaleOnError(maximumStale = "2h")
		public Flux<String> flux() {
			return Flux.defer(() -> Flux.just(value()));
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@Patient
		public String meta() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@StaleOnError(maximumStale = "2h", on = { NoSuchElementException.class, UncheckedIOException.class })
		public String named() {
			return value();
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		@StaleOnError(maximumStale = "2h", notOn = UncheckedIOException.class)
		public String answers() {
			return value();
		}

	}

	@StaleOnError(maximumStale = "2h")
	public static class OfClass {

		@CachePut(cacheNames = Cluster.CACHE, key = "1")
		public String put() {
			return "put";
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "1")
		public String find() {
			throw AWAY;
		}

	}

	public static class WithBareNumber {

		@Cacheable(Cluster.CACHE)
		@StaleOnError(maximumStale = "300")
		public String find() {
			return "";
		}

	}

	public static class WithZero {

		@Cacheable(Cluster.CACHE)
		@StaleOnError(maximumStale = "0s")
		public String find() {
			return "";
		}

	}

	public static class ShorterThanItsLife {

		@Cacheable(Cluster.CACHE)
		@CacheTimeToLive("2h")
		@StaleOnError(maximumStale = "2h")
		public String find() {
			return "";
		}

	}

	public static class WithContradiction {

		@Cacheable(Cluster.CACHE)
		@StaleOnError(maximumStale = "2h", on = IllegalStateException.class, notOn = RuntimeException.class)
		public String find() {
			return "";
		}

	}

	public static class WithCancellation {

		@Cacheable(Cluster.CACHE)
		@StaleOnError(maximumStale = "2h", on = CancellationException.class)
		public String find() {
			return "";
		}

	}

	public static class WithNothingStored {

		@CacheEvict(Cluster.CACHE)
		@StaleOnError(maximumStale = "2h")
		public String find() {
			return "";
		}

	}

	public static class WithPut {

		@CachePut(Cluster.CACHE)
		@StaleOnError(maximumStale = "2h")
		public String find() {
			return "";
		}

	}

	public static class WithSeveralCaches {

		@Cacheable({ Cluster.CACHE, "others" })
		@StaleOnError(maximumStale = "2h")
		public String find() {
			return "";
		}

	}

	public static class WithEviction {

		@Caching(cacheable = @Cacheable(Cluster.CACHE), evict = @CacheEvict("others"))
		@StaleOnError(maximumStale = "2h")
		public String find() {
			return "";
		}

	}

	public static class WithTagEviction {

		@Cacheable(Cluster.CACHE)
		@EvictTags("'tag'")
		@StaleOnError(maximumStale = "2h")
		public String find() {
			return "";
		}

	}

}

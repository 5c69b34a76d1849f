package io.cachebridge.core;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.core.annotation.AliasFor;
import org.springframework.expression.EvaluationException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * {@link CacheTags @CacheTags} on whatever a cached method may be.
 */
class CacheTagsTests {

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.LOCAL);

	private @Nullable Application application;

	private Things things = new Things(new Source());

	private Source source = new Source();

	private void use(Shape shape) {
		this.cluster = (shape != Shape.LOCAL) ? new Cluster(shape, withoutCleaner()) : new Cluster(shape);
		this.application = new Application(this.cluster.node(0), Source.class, Things.class, ListedThings.class);
		this.things = this.application.get(Things.class);
		this.source = this.application.get(Source.class);
	}

	// One that replaces dead records would make the next load of their keys go unstored
	private static TestStore withoutCleaner() {
		return new TestStore(Capability.SHARED, Capability.CONDITIONAL_PUT);
	}

	@AfterEach
	void close() {
		assertThat(InvocationScope.current()).isNull();
		this.background.close();
		if (this.application != null) {
			this.application.close();
		}
		this.cluster.close();
	}

	private boolean isCached() {
		return this.cluster.cache().get(1) != null;
	}

	static Stream<Call> calls() {
		return Stream.of(new Call("plain", Things::plain), new Call("sync", Things::sync),
				new Call("unless", Things::unless), new Call("optional", Things::optional),
				new Call("put", Things::put), new Call("caching", Things::caching),
				new Call("composed", Things::composed), new Call("future", (things, id) -> things.future(id).join()),
				new Call("futureUnless", (things, id) -> things.futureUnless(id).join()),
				new Call("futurePut", (things, id) -> things.futurePut(id).join()),
				new Call("mono", (things, id) -> things.mono(id).block()),
				new Call("monoPut", (things, id) -> things.monoPut(id).block()),
				new Call("flux", (things, id) -> things.flux(id).collectList().block()));
	}

	static Stream<Object[]> callsAndShapes() {
		return calls().flatMap((call) -> Stream.of(Shape.values()).map((shape) -> new Object[] { call, shape }));
	}

	@ParameterizedTest
	@MethodSource("callsAndShapes")
	void whatIsStoredHasTheTags(Call call, Shape shape) {
		use(shape);
		for (String tag : List.of("id:1", "value:1/2")) {
			assertThat(call.on().apply(this.things, 1)).isNotNull();
			assertThat(isCached()).as("cached").isTrue();
			this.cluster.cache().evictByTag("other");
			assertThat(isCached()).as("after another tag").isTrue();
			this.cluster.cache().evictByTag(tag);
			assertThat(isCached()).as("after " + tag).isFalse();
		}
		assertThat(this.source.calls).hasValue(2);
	}

	@ParameterizedTest
	@MethodSource("callsAndShapes")
	void aLoadThatIsOvertakenByAnEvictionOfItsTagIsNotStored(Call call, Shape shape) {
		use(shape);
		int load = 0;
		for (String tag : List.of("id:1", "value:1/2")) {
			load++;
			Gate gate = new Gate();
			this.source.gate = gate;
			Future<?> slow = this.background.call(() -> call.on().apply(this.things, 1));
			gate.awaitArrival();
			this.cluster.cache().evictByTag(tag);
			gate.open();
			assertThat(String.valueOf(Background.result(slow))).contains("1/" + load);
			assertThat(isCached()).as(tag).isFalse();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "id:1", "value:1/1" })
	void aLoadThatIsOvertakenOnAnotherNodeIsNotStored(String tag) {
		use(Shape.TIERED);
		CacheBridgeCache other = this.cluster.other();
		Gate gate = new Gate();
		this.source.gate = gate;
		Future<String> slow = this.background.call(() -> this.things.plain(1));
		gate.awaitArrival();
		this.cluster.network.hold();
		other.evictByTag(tag);
		this.cluster.network.drop();
		gate.open();
		assertThat(Background.result(slow)).isEqualTo("1/1");
		assertThat(other.get(1)).isNull();
	}

	@Test
	void evictionsOfOtherTagsDoNotRefuseALoadWhoseTagsAreKnownBefore() {
		use(Shape.TIERED);
		for (boolean known : new boolean[] { true, false }) {
			Gate gate = new Gate();
			this.source.gate = gate;
			Future<String> slow = this.background.call(() -> known ? this.things.known(1) : this.things.plain(1));
			gate.awaitArrival();
			this.cluster.other().evictByTag("other");
			gate.open();
			Background.result(slow);
			assertThat(this.cluster.other().get(1) != null).isEqualTo(known);
			this.cluster.cache().evict(1);
		}
	}

	@Test
	void allCachesOfAMethodGetTheTags() {
		use(Shape.TIERED);
		this.things.two(1);
		CacheBridgeCache more = this.cluster.node(0).getCache("more");
		assertThat(more.get(1)).isNotNull();
		more.evictByTag("value:1/1");
		assertThat(more.get(1)).isNull();
		assertThat(isCached()).isTrue();
	}

	@Test
	void anExpressionGivesATextSeveralOrNone() {
		use(Shape.LOCAL);
		for (String tag : List.of("a", "b", "c", "d", "Things", "known", "bean", "argument", Cluster.CACHE + "known")) {
			this.things.known(1);
			this.cluster.cache().evictByTag(tag);
			assertThat(isCached()).as(tag).isFalse();
		}
	}

	@Test
	void aHitEvaluatesNothing() {
		use(Shape.LOCAL);
		this.cluster.cache().put(1, "there");
		assertThat(this.things.failingBefore(1)).isEqualTo("there");
		assertThat(this.things.failingAfter(1)).isEqualTo("there");
	}

	@ParameterizedTest
	@EnumSource
	void anExpressionThatFailsFailsTheCall(Shape shape) {
		use(shape);
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.failingBefore(1))
			.withMessageContaining("'#id.nothing' in @CacheTags on ")
			.withMessageContaining("Things.failingBefore");
		assertThat(this.source.calls).hasValue(0);
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.failingAfter(1))
			.withMessageContaining("'#result.nothing' in @CacheTags on ");
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.failingUnless(1));
		assertThatThrownBy(() -> this.things.failingFuture(1).join()).hasCauseInstanceOf(EvaluationException.class);
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.failingMono(1).block());
		assertThat(isCached()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a\nb" })
	void whatIsNoTagFailsTheCall(String tag) {
		use(Shape.LOCAL);
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.given(1, List.of(tag)))
			.withMessageContaining("'#tags' in @CacheTags on ")
			.withMessageContaining("Things.given");
		assertThat(isCached()).isFalse();
	}

	@Test
	void tagsAreTextsAndNotTooMany() {
		use(Shape.LOCAL);
		assertThatExceptionOfType(EvaluationException.class).isThrownBy(() -> this.things.given(1, 7L))
			.withMessageContaining("must give texts but gave a java.lang.Long");
		List<String> many = Stream.iterate(1, (number) -> number + 1).limit(101).map(String::valueOf).toList();
		assertThatThrownBy(() -> this.things.given(1, many)).hasMessageContaining("Things.given")
			.hasMessageContaining("101");
	}

	@Test
	void aResultThatIsNotStoredNeedsNoTags() {
		use(Shape.LOCAL);
		assertThat(this.things.unlessNull(1)).isNull();
	}

	@Test
	void annotationsOfTheClassAndOfTheInterfaceCount() {
		use(Shape.LOCAL);
		ListedThings listed = this.application.get(ListedThings.class);
		listed.find(1);
		this.cluster.cache().evictByTag("of the interface");
		assertThat(isCached()).isFalse();
		listed.other(1);
		this.cluster.cache().evictByTag("of the class");
		assertThat(isCached()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(classes = { Unreadable.class, Storeless.class })
	void mistakesComeToLightAtStart(Class<?> component) {
		assertThatThrownBy(() -> new Application(this.cluster.node(0), component))
			.hasMessageContaining("@CacheTags on ")
			.hasMessageContaining(component.getSimpleName() + ".find");
	}

	record Call(String name, BiFunction<Things, Integer, @Nullable Object> on) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	@Retention(RetentionPolicy.RUNTIME)
	@Cacheable(Cluster.CACHE)
	@CacheTags({})
	@interface CachedThing {

		@AliasFor(annotation = CacheTags.class, attribute = "value")
		String[] tags();

	}

	public static class Things {

		private final Source source;

		@Autowired
		Things(Source source) {
			this.source = source;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public String plain(Object id) {
			return this.source.read(id);
		}

		@Cacheable(cacheNames = Cluster.CACHE, sync = true)
		@CacheTags({ "'id:' + #a0", "'value:' + #result" })
		public String sync(Object id) {
			return this.source.read(id);
		}

		@Cacheable(cacheNames = Cluster.CACHE, unless = "#result == null")
		@CacheTags({ "'id:' + #p0", "'value:' + #result" })
		public String unless(Object id) {
			return this.source.read(id);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public Optional<String> optional(Object id) {
			return Optional.of(this.source.read(id));
		}

		@Cacheable({ Cluster.CACHE, "more" })
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public String two(Object id) {
			return this.source.read(id);
		}

		@CachePut(Cluster.CACHE)
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public String put(Object id) {
			return this.source.read(id);
		}

		@Caching(cacheable = @Cacheable(Cluster.CACHE), put = @CachePut(cacheNames = "more", condition = "false"))
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public String caching(Object id) {
			return this.source.read(id);
		}

		@CachedThing(tags = { "'id:' + #id", "'value:' + #result" })
		public String composed(Object id) {
			return this.source.read(id);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public CompletableFuture<String> future(Object id) {
			return later(id);
		}

		@Cacheable(cacheNames = Cluster.CACHE, unless = "#result == null")
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public CompletableFuture<String> futureUnless(Object id) {
			return later(id);
		}

		@CachePut(Cluster.CACHE)
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public CompletableFuture<String> futurePut(Object id) {
			return later(id);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public Mono<String> mono(Object id) {
			return Mono.fromFuture(() -> later(id));
		}

		@CachePut(Cluster.CACHE)
		@CacheTags({ "'id:' + #id", "'value:' + #result" })
		public Mono<String> monoPut(Object id) {
			return Mono.fromFuture(() -> later(id));
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags({ "'id:' + #id", "'value:' + #result[0]" })
		public Flux<String> flux(Object id) {
			return Flux.from(Mono.fromFuture(() -> later(id))).concatWithValues("more");
		}

		private CompletableFuture<String> later(Object id) {
			CompletableFuture<String> result = new CompletableFuture<>();
			Thread thread = new Thread(() -> result.complete(this.source.read(id)), "source");
			thread.setDaemon(true);
			thread.start();
			return result;
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags({ "{'a', 'b', null}", "new String[] {'c', 'd'}", "null", "#root.targetClass.simpleName",
				"#root.methodName", "@source != null ? 'bean' : null", "#id == #root.args[0] ? 'argument' : ''",
				"#root.caches[0].name + #root.method.name" })
		public String known(Object id) {
			return this.source.read(id);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags("#id.nothing")
		public String failingBefore(Object id) {
			return this.source.read(id);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags("#result.nothing")
		public String failingAfter(Object id) {
			return this.source.read(id);
		}

		@Cacheable(cacheNames = Cluster.CACHE, unless = "#result == null")
		@CacheTags("#result.nothing")
		public String failingUnless(Object id) {
			return this.source.read(id);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags("#result.nothing")
		public CompletableFuture<String> failingFuture(Object id) {
			return later(id);
		}

		@Cacheable(Cluster.CACHE)
		@CacheTags("#result.nothing")
		public Mono<String> failingMono(Object id) {
			return Mono.fromFuture(() -> later(id));
		}

		@Cacheable(cacheNames = Cluster.CACHE, key = "#id")
		@CacheTags("#tags")
		public String given(Object id, Object tags) {
			return this.source.read(id);
		}

		@Cacheable(cacheNames = Cluster.CACHE, unless = "#result == null")
		@CacheTags("'length:' + #result.length()")
		public @Nullable String unlessNull(Object id) {
			return null;
		}

	}

	interface Found {

		@Cacheable(Cluster.CACHE)
		@CacheTags("'of the interface'")
		String find(Object id);

	}

	@CacheTags("'of the class'")
	static class ListedThings implements Found {

		@Override
		public String find(Object id) {
			return "found";
		}

		@Cacheable(Cluster.CACHE)
		String other(Object id) {
			return "other";
		}

		String uncached() {
			return "uncached";
		}

	}

	static class Unreadable {

		@Cacheable(Cluster.CACHE)
		@CacheTags("'")
		String find(Object id) {
			return "found";
		}

	}

	static class Storeless {

		@CacheTags("'tag'")
		String find(Object id) {
			return "found";
		}

	}

}

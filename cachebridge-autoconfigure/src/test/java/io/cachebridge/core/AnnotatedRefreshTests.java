package io.cachebridge.core;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

import io.cachebridge.spi.support.Percentage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Cached methods whose values are loaded anew before their time-to-live is over.
 */
class AnnotatedRefreshTests {

	private static final Duration UNTIL_DUE = Duration.ofMinutes(8);

	private @Nullable Cluster cluster;

	private @Nullable Application application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

	private Things start(Cluster started, String... keepWarm) {
		this.cluster = started;
		started.settings.refresh = new RefreshSettings(Percentage.valueOf("80%"), Set.of(keepWarm));
		Application created = new Application(started.node(0), Things.class);
		this.application = created;
		return created.get(Things.class);
	}

	static Stream<Arguments> methods() {
		return Stream.of(Shape.values())
			.flatMap((shape) -> Stream.of(method(shape, "shared", Things::shared),
					method(shape, "unless", Things::unless),
					method(shape, "optional", (things) -> things.optional().orElse(null)),
					method(shape, "unlessOptional", (things) -> things.unlessOptional().orElse(null)),
					method(shape, "future", (things) -> things.future().join()),
					method(shape, "unlessFuture", (things) -> things.unlessFuture().join()),
					method(shape, "mono", (things) -> things.mono().block()),
					method(shape, "flux", (things) -> things.flux().blockLast())));
	}

	private static Arguments method(Shape shape, String name, Method method) {
		return Arguments.of(shape, name, method);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("methods")
	void areCalledInTheBackgroundOnceTheirValueIsDue(Shape shape, String name, Method method) {
		Cluster started = new Cluster(shape);
		Things things = start(started);
		assertThat(method.call(things)).isEqualTo("value 1");
		started.awaitLandings();
		started.time.advance(UNTIL_DUE.minusMillis(1));
		assertThat(method.call(things)).isEqualTo("value 1");
		assertThat(things.calls()).isOne();
		started.time.advance(Duration.ofMillis(1));
		assertThat(method.call(things)).isEqualTo("value 1");
		Awaitility.await().untilAsserted(() -> assertThat(method.call(things)).isEqualTo("value 2"));
		assertThat(things.calls()).isEqualTo(2);
		assertThat(started.cache().statistics().refreshes()).isOne();
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("methods")
	void areTriedAgainIfTheyFail(Shape shape, String name, Method method) {
		Cluster started = new Cluster(shape);
		Things things = start(started);
		method.call(things);
		started.awaitLandings();
		started.time.advance(UNTIL_DUE);
		things.fail(true);
		assertThat(method.call(things)).isEqualTo("value 1");
		Awaitility.await().until(() -> things.calls() == 2);
		Awaitility.await().until(() -> started.cache().statistics().loadFailures() == 1);
		things.fail(false);
		started.time.advance(Duration.ofSeconds(40));
		assertThat(method.call(things)).isEqualTo("value 1");
		Awaitility.await().untilAsserted(() -> assertThat(method.call(things)).isEqualTo("value 3"));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("methods")
	void areCalledWithoutTrafficIfTheirKeyIsKeptWarm(Shape shape, String name, Method method) {
		Cluster started = new Cluster(shape);
		Things things = start(started, EntryKey.of("key").name());
		method.call(things);
		started.awaitLandings();
		started.time.advance(UNTIL_DUE);
		started.tasks.run("refresh");
		Awaitility.await().until(() -> things.calls() == 2);
		Awaitility.await().untilAsserted(() -> assertThat(method.call(things)).isEqualTo("value 2"));
	}

	@ParameterizedTest
	@EnumSource
	void findTheirInvocationAsAspectsInsideDo(Shape shape) {
		Cluster started = new Cluster(shape);
		Things things = start(started);
		assertThat(things.invoked()).isEqualTo("invoked 1");
		started.time.advance(UNTIL_DUE);
		assertThat(things.invoked()).isEqualTo("invoked 1");
		Awaitility.await().untilAsserted(() -> assertThat(things.invoked()).isEqualTo("invoked 2"));
	}

	@ParameterizedTest
	@EnumSource
	void areNotCalledAheadIfTheyDoMoreToCaches(Shape shape) {
		Cluster started = new Cluster(shape);
		Things things = start(started);
		assertThat(things.evicting()).isEqualTo("value 1");
		started.time.advance(UNTIL_DUE);
		started.cache().put("other", "value");
		assertThat(things.evicting()).isEqualTo("value 1");
		Awaitility.await().during(Duration.ofMillis(100)).until(() -> things.calls() == 1);
	}

	interface Method {

		@Nullable Object call(Things things);

	}

	public static class Things extends AbstractCachedMethods {

		@Cacheable(cacheNames = Cluster.CACHE, key = "'invoked'")
		public String invoked() {
			int call = called();
			return ((call > 1) ? ExposeInvocationInterceptor.currentInvocation().getMethod().getName() : "invoked")
					+ " " + call;
		}

		@Caching(cacheable = @Cacheable(cacheNames = Cluster.CACHE, key = KEY),
				evict = @CacheEvict(cacheNames = Cluster.CACHE, key = "'other'"))
		public String evicting() {
			return value();
		}

	}

}

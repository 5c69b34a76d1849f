package io.cachebridge.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.cachebridge.spi.support.Percentage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Callers who ask for a value while it is loaded ahead of its end. The source is asked by
 * one of them at a time.
 */
class RefreshSharingTests {

	private static final Duration UNTIL_DUE = Duration.ofMinutes(8);

	private static final Duration REST = Duration.ofMinutes(2);

	private final Background background = new Background();

	private @Nullable Cluster cluster;

	private @Nullable Application application;

	@AfterEach
	void close() {
		this.background.close();
		if (this.application != null) {
			this.application.close();
		}
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

	private Things start(Cluster started, String... keepWarm) {
		started.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(1), Duration.ofSeconds(30),
				FailSafeSettings.OFF.exceptions(), FailSafeSettings.OFF.ignoredExceptions());
		return startAsItIs(started, keepWarm);
	}

	private Things startAsItIs(Cluster started, String... keepWarm) {
		this.cluster = started;
		started.settings.refresh = new RefreshSettings(Percentage.valueOf("80%"), Set.of(keepWarm));
		Application created = new Application(started.node(0), Things.class);
		this.application = created;
		return created.get(Things.class);
	}

	private static Gate loadAhead(Cluster started, Things things, Method method) {
		assertThat(method.call(things)).isEqualTo("value 1");
		started.awaitLandings();
		started.time.advance(UNTIL_DUE);
		Gate loading = things.hold();
		assertThat(method.call(things)).isEqualTo("value 1");
		loading.awaitArrival();
		return loading;
	}

	private Future<String> waits(Things things, Method method) {
		Future<String> caller = this.background.call(() -> method.call(things));
		Awaitility.await().during(Duration.ofMillis(50)).until(() -> this.background.waiting() == 1);
		return caller;
	}

	static Stream<Arguments> methods() {
		return Stream.of(Shape.values())
			.flatMap((shape) -> Stream.of(method(shape, "shared", Things::shared),
					method(shape, "future", (things) -> things.future().join()),
					method(shape, "mono", (things) -> things.mono().block()),
					method(shape, "flux", (things) -> things.flux().blockLast())));
	}

	private static Arguments method(Shape shape, String name, Method method) {
		return Arguments.of(shape, name, method);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("methods")
	void haveTheirHitsUntilTheEndAndItsResultAfterwards(Shape shape, String name, Method method) {
		Cluster started = new Cluster(shape);
		Things things = start(started);
		Gate loading = loadAhead(started, things, method);
		assertThat(method.call(things)).isEqualTo("value 1");
		started.time.advance(REST);
		Future<String> caller = waits(things, method);
		loading.open();
		assertThat(Background.result(caller)).isEqualTo("value 2");
		assertThat(things.calls()).isEqualTo(2);
		assertThat(started.cache().statistics().staleServed()).isZero();
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("methods")
	void haveTheLastValueIfItFails(Shape shape, String name, Method method) {
		Cluster started = new Cluster(shape);
		Things things = start(started);
		Gate loading = loadAhead(started, things, method);
		started.time.advance(REST);
		Future<String> caller = waits(things, method);
		things.fail(true);
		loading.open();
		assertThat(Background.result(caller)).isEqualTo("value 1");
		assertThat(method.call(things)).isEqualTo("value 1");
		assertThat(things.calls()).isEqualTo(2);
		assertThat(started.cache().statistics().staleServed()).isEqualTo(2);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("methods")
	void doNotFollowItBeyondAnEviction(Shape shape, String name, Method method) {
		Cluster started = new Cluster(shape);
		Things things = start(started);
		Gate loading = loadAhead(started, things, method);
		started.cache().evict("key");
		assertThat(method.call(things)).isEqualTo("value 3");
		loading.open();
		Awaitility.await().until(() -> started.cache().statistics().refusedFills() == 1);
		assertThat(method.call(things)).isEqualTo("value 3");
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("methods")
	void areFollowedByWhatKeepsTheirKeyWarm(Shape shape, String name, Method method) {
		Cluster started = new Cluster(shape);
		Things things = start(started, "key");
		assertThat(method.call(things)).isEqualTo("value 1");
		started.awaitLandings();
		started.time.advance(UNTIL_DUE.plus(REST));
		Gate loading = things.hold();
		Future<String> caller = this.background.call(() -> method.call(things));
		loading.awaitArrival();
		started.tasks.run("refresh");
		Awaitility.await().during(Duration.ofMillis(100)).until(() -> things.calls() == 2);
		loading.open();
		assertThat(Background.result(caller)).isEqualTo("value 2");
		assertThat(things.calls()).isEqualTo(2);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("methods")
	void loadThemselvesWhatTheStoreHasDroppedMeanwhile(Shape shape, String name, Method method) {
		Assumptions.assumeTrue(shape != Shape.LOCAL, "there is no store");
		Cluster started = new Cluster(shape);
		Things things = startAsItIs(started);
		Gate loading = loadAhead(started, things, method);
		started.time.advance(REST.plusMillis(1));
		started.store.dropExpired(started.time.instant());
		assertThat(method.call(things)).isEqualTo("value 3");
		loading.open();
		Awaitility.await().until(() -> started.cache().statistics().refusedFills() == 1);
		assertThat(method.call(things)).isEqualTo("value 3");
	}

	@ParameterizedTest
	@EnumSource
	void mayNeedTheValueThemselves(Shape shape) {
		Cluster started = new Cluster(shape);
		start(started);
		CacheBridgeCache cache = started.cache();
		AtomicInteger calls = new AtomicInteger();
		for (int i = 1; i <= 2; i++) {
			int loaded = i;
			cache.get("key", () -> cache.get("key", calls::incrementAndGet));
			Awaitility.await().untilAsserted(() -> assertThat(calls).hasValue(loaded));
			started.time.advance(UNTIL_DUE);
		}
		cache.get("key",
				() -> cache.retrieve("key", () -> CompletableFuture.supplyAsync(calls::incrementAndGet)).join());
		Awaitility.await().untilAsserted(() -> assertThat(calls).hasValue(3));
		assertThat(cache.statistics().loadFailures()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void doNotWaitForItInALoadOfTheirOwn(Shape shape) {
		Cluster started = new Cluster(shape);
		Things things = start(started);
		Gate loading = loadAhead(started, things, Things::shared);
		started.time.advance(REST);
		CacheBridgeCache cache = started.cache();
		assertThat(cache.<String>get("other", () -> cache.get("key", () -> "own"))).isEqualTo("own");
		assertThat(cache.retrieve("another", () -> cache.retrieve("key", () -> completed("own"))).join())
			.isEqualTo("own");
		loading.open();
	}

	private static CompletableFuture<String> completed(String value) {
		return CompletableFuture.completedFuture(value);
	}

	interface Method {

		@Nullable String call(Things things);

	}

	public static class Things extends AbstractCachedMethods {

		private final AtomicReference<@Nullable Gate> next = new AtomicReference<>();

		Gate hold() {
			Gate gate = new Gate();
			this.next.set(gate);
			return gate;
		}

		@Override
		protected void loading() {
			Gate gate = this.next.getAndSet(null);
			if (gate != null) {
				gate.pass();
			}
		}

	}

}

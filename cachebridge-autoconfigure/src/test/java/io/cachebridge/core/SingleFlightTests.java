package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

class SingleFlightTests {

	private static final int CALLERS = 64;

	private final Background background = new Background();

	private final AtomicInteger loads = new AtomicInteger();

	private Cluster cluster = new Cluster(Shape.LOCAL);

	@AfterEach
	void close() {
		assertThat(underWay()).isEmpty();
		assertThat(LoadMark.isLoading()).isFalse();
		this.background.close();
		this.cluster.close();
	}

	private Map<?, ?> underWay() {
		Object flights = ReflectionTestUtils.getField(this.cluster.cache().flights(), "flights");
		return (Map<?, ?>) flights;
	}

	private CacheBridgeCache cache(Shape shape) {
		this.cluster = new Cluster(shape);
		return this.cluster.cache();
	}

	@ParameterizedTest
	@EnumSource
	void callersOfAllKindsShareOneLoad(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		Gate gate = new Gate();
		List<Future<String>> results = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			boolean blocking = i % 2 == 0;
			results.add(this.background.call(() -> blocking ? cache.get("key", () -> load(gate))
					: cache.retrieve("key", () -> this.background.later(() -> load(gate))).get()));
		}
		gate.awaitArrival();
		await().until(() -> this.background.waiting() >= CALLERS - 1);
		gate.open();
		assertThat(results).allSatisfy((result) -> assertThat(Background.result(result)).isEqualTo("loaded 1"));
		assertThat(this.loads).hasValue(1);
		assertThat(cache.statistics().loads()).isEqualTo(1);
		assertThat(cache.statistics().misses() + cache.statistics().hits()).isEqualTo(CALLERS);
	}

	private String load(Gate gate) {
		int number = this.loads.incrementAndGet();
		gate.pass();
		return "loaded " + number;
	}

	@ParameterizedTest
	@EnumSource
	void followersOfAFailingLeaderLoad(Shape shape) throws Exception {
		CacheBridgeCache cache = cache(shape);
		Gate gate = new Gate();
		Future<String> leader = this.background.call(() -> cache.get("key", () -> {
			gate.pass();
			throw new IllegalStateException("only the leader's");
		}));
		gate.awaitArrival();
		List<Future<String>> followers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			followers.add(this.background.call(() -> cache.get("key", this::load)));
			followers.add(cache.retrieve("key",
					() -> CompletableFuture.supplyAsync(this::load, (task) -> new Thread(task).start())));
		}
		await().until(() -> this.background.waiting() >= 4);
		gate.open();
		assertThat(followers).allSatisfy((result) -> assertThat(Background.result(result)).isEqualTo("loaded 1"));
		assertThat(leader).failsWithin(Duration.ofSeconds(5));
	}

	private String load() {
		return "loaded " + this.loads.incrementAndGet();
	}

	@ParameterizedTest
	@EnumSource
	void aFollowerThatWaitsTooLongLoadsAndStoresNothing(Shape shape) {
		this.cluster = new Cluster(shape);
		this.cluster.settings.followerTimeout = Duration.ofMillis(20);
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		Future<String> leader = this.background.call(() -> cache.get("key", () -> {
			gate.pass();
			return "leader";
		}));
		gate.awaitArrival();
		assertThat(cache.<String>get("key", () -> "blocking follower")).isEqualTo("blocking follower");
		assertThat(cache.retrieve("key", () -> CompletableFuture.completedFuture("async follower")).join())
			.isEqualTo("async follower");
		assertThat(cache.get("key")).isNull();
		gate.open();
		assertThat(Background.result(leader)).isEqualTo("leader");
		assertThat(cache.get("key", String.class)).isEqualTo("leader");
	}

	@Test
	void aFollowerTimeoutMayBeLongerThanNanosecondsCount() {
		this.cluster.settings.followerTimeout = Duration.ofSeconds(Long.MAX_VALUE);
		CacheBridgeCache cache = this.cluster.cache();
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(cache.retrieve("other", () -> CompletableFuture.completedFuture("loaded")).join())
			.isEqualTo("loaded");
	}

	@ParameterizedTest
	@EnumSource
	void cancellingAFutureDisturbsNobody(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		CompletableFuture<String> load = new CompletableFuture<>();
		CompletableFuture<String> leader = cache.retrieve("key", () -> {
			this.loads.incrementAndGet();
			return load;
		});
		await().untilAtomic(this.loads, is(1));
		CompletableFuture<String> one = cache.retrieve("key", () -> CompletableFuture.completedFuture("own"));
		CompletableFuture<String> other = cache.retrieve("key", () -> CompletableFuture.completedFuture("own"));
		assertThat(leader.cancel(true)).isTrue();
		assertThat(one.cancel(true)).isTrue();
		assertThat(load.complete("loaded")).isTrue();
		assertThat(Background.result(other)).isEqualTo("loaded");
		await().untilAsserted(() -> assertThat(cache.get("key", String.class)).isEqualTo("loaded"));
	}

	@Test
	void nobodySharesWhenTold() {
		this.cluster.settings.singleFlight = CacheSettings.SingleFlight.NONE;
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		Future<String> first = this.background.call(() -> cache.get("key", () -> load(gate)));
		gate.awaitArrival();
		assertThat(cache.<String>get("key", this::load)).isEqualTo("loaded 2");
		gate.open();
		assertThat(Background.result(first)).isEqualTo("loaded 1");
	}

	@Test
	void anInterruptedFollowerLoadsAndStaysInterrupted() throws Exception {
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		Future<String> leader = this.background.call(() -> cache.get("key", () -> load(gate)));
		gate.awaitArrival();
		Future<String> follower = this.background.call(() -> {
			Thread.currentThread().interrupt();
			return cache.get("key", () -> Thread.currentThread().isInterrupted() + " " + load());
		});
		assertThat(Background.result(follower)).isEqualTo("true loaded 2");
		gate.open();
		assertThat(Background.result(leader)).isEqualTo("loaded 1");
	}

	@Test
	void aLeaderIsNotMadeToRunTheLoadsOfOthers() {
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		List<Thread> threads = new ArrayList<>();
		Future<?> leader = this.background.call(() -> {
			threads.add(Thread.currentThread());
			return cache.get("key", () -> {
				gate.pass();
				throw new IllegalStateException("source is down");
			});
		});
		gate.awaitArrival();
		CompletableFuture<Thread> follower = cache.retrieve("key",
				() -> CompletableFuture.completedFuture(Thread.currentThread()));
		CompletableFuture<Boolean> continued = follower.thenApply((thread) -> threads.contains(Thread.currentThread()));
		gate.open();
		assertThat(leader).failsWithin(Duration.ofSeconds(5));
		assertThat(Background.result(follower)).isNotIn(threads);
		assertThat(Background.result(continued)).isFalse();
	}

	@Test
	void aFollowerThatWaitedTooLongDoesNotLoadOnTheTimerOfTheJdk() {
		this.cluster.settings.followerTimeout = Duration.ofMillis(20);
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		Future<String> leader = this.background.call(() -> cache.get("key", () -> load(gate)));
		gate.awaitArrival();
		String thread = cache.retrieve("key", () -> CompletableFuture.completedFuture(Thread.currentThread().getName()))
			.join();
		assertThat(thread).doesNotContain("CompletableFutureDelayScheduler");
		gate.open();
		assertThat(Background.result(leader)).isEqualTo("loaded 1");
	}

	@Test
	void aLoadThatFailsIsThrownToItsOwnCallerOnly() {
		CacheBridgeCache cache = this.cluster.cache();
		assertThatExceptionOfType(ValueRetrievalException.class)
			.isThrownBy(() -> cache.get("key", () -> cache.get("key", () -> {
				throw new IllegalStateException("inner");
			})))
			.withCauseInstanceOf(ValueRetrievalException.class);
	}

}

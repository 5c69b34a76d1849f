package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.core.CacheSettings.OnError;
import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CircuitBreakerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

class CircuitBreakerTests {

	private static final Duration TICK = Duration.ofNanos(1);

	private static final Duration OPEN = CircuitBreakerSettings.DEFAULT.open().plus(TICK);

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.REMOTE);

	private final List<State> told = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private CacheBridgeCache listening() {
		this.cluster.addNode((builder) -> builder.listeners(List.of(new CacheEventListener() {

			@Override
			public void onCircuitBreaker(CircuitBreakerStatus status) {
				CircuitBreakerTests.this.told.add(status.state());
			}

		})));
		return this.cluster.cache();
	}

	private void breakStore(CacheBridgeCache... caches) {
		this.cluster.store.failAlways();
		for (CacheBridgeCache cache : caches) {
			for (int i = 0; i < CircuitBreakerSettings.DEFAULT.window(); i++) {
				cache.get("broken");
			}
		}
	}

	private CircuitBreakerStatus status(int node) {
		return Objects.requireNonNull(this.cluster.node(node).circuitBreakers().get("store"));
	}

	private int calls() {
		return this.cluster.store.operations.size();
	}

	private static String load(CacheBridgeCache cache) {
		return Objects.requireNonNull(cache.get("key", () -> "loaded"));
	}

	@Test
	void aStoreThatKeepsFailingIsCalledNoMore() {
		CacheBridgeCache cache = listening();
		this.cluster.store.failAlways();
		for (int i = 0; i < CircuitBreakerSettings.DEFAULT.minimumCalls(); i++) {
			assertThat(status(0).state()).isEqualTo(State.CLOSED);
			cache.get("key");
		}
		assertThat(status(0).state()).isEqualTo(State.OPEN);
		assertThat(status(0).since()).isEqualTo(this.cluster.time.instant());
		int calls = calls();
		for (int i = 0; i < 100; i++) {
			assertThat(load(cache)).isEqualTo("loaded");
		}
		assertThat(calls()).isEqualTo(calls);
		assertThat(status(0).refusedCalls()).isGreaterThanOrEqualTo(100);
		assertThat(cache.statistics().backendFailures()).isEqualTo(CircuitBreakerSettings.DEFAULT.minimumCalls());
		assertThat(this.told).containsExactly(State.CLOSED, State.OPEN);
	}

	@Test
	void whoeverWantsToKnowIsToldAtOnce() {
		this.cluster.settings.onError = OnError.THROW;
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.store.failAlways();
		for (int i = 0; i < CircuitBreakerSettings.DEFAULT.minimumCalls(); i++) {
			assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.get("key"));
		}
		int calls = calls();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.get("key"))
			.withMessage(
					"getAll of backend 'store': not made, as the circuit breaker is open or was until a moment ago")
			.satisfies((thrown) -> assertThat(thrown.getStackTrace()).isEmpty());
		assertThat(calls()).isEqualTo(calls);
	}

	@Test
	void aFewFailuresAmongAnswersChangeNothing() {
		CacheBridgeCache cache = this.cluster.cache();
		for (int i = 0; i < 200; i++) {
			if (i % 3 == 0) {
				this.cluster.store.failOnce("getAll", unavailable(null));
			}
			cache.get("key");
		}
		assertThat(status(0).state()).isEqualTo(State.CLOSED);
		assertThat(status(0).refusedCalls()).isZero();
	}

	private static BackendUnavailableException unavailable(@Nullable Throwable cause) {
		return new BackendUnavailableException("store", "getAll", "away", cause);
	}

	@Test
	void aRejectionIsAnAnswer() {
		CacheBridgeCache cache = this.cluster.cache();
		for (int i = 0; i < 100; i++) {
			this.cluster.store.failOnce("getAll", new BackendRejectedException("store", "getAll", "no", null));
			cache.get("key");
		}
		assertThat(cache.statistics().backendFailures()).isEqualTo(100);
		assertThat(status(0).state()).isEqualTo(State.CLOSED);
	}

	@Test
	void anInterruptionByTheCallerSaysNothingOfTheStore() {
		CacheBridgeCache cache = this.cluster.cache();
		for (int i = 0; i < 100; i++) {
			this.cluster.store.failOnce("getAll", unavailable(new InterruptedException()));
			cache.get("key");
		}
		assertThat(cache.statistics().backendFailures()).isEqualTo(100);
		assertThat(status(0).state()).isEqualTo(State.CLOSED);
	}

	@Test
	void afterAWhileSomeCallsFindOutThatItWorksAndItIsReadALittleLater() {
		CacheBridgeCache cache = listening();
		cache.put("key", "stored");
		breakStore(cache);
		this.cluster.store.work();
		this.cluster.time.advance(OPEN.minus(TICK));
		int before = calls();
		assertThat(load(cache)).isEqualTo("loaded");
		assertThat(calls()).isEqualTo(before);
		this.cluster.time.advance(TICK);
		for (int i = 0; i < CircuitBreakerSettings.DEFAULT.halfOpenCalls(); i++) {
			assertThat(load(cache)).isEqualTo("loaded");
		}
		assertThat(calls()).isEqualTo(before + CircuitBreakerSettings.DEFAULT.halfOpenCalls());
		assertThat(this.told).containsExactly(State.CLOSED, State.OPEN, State.HALF_OPEN, State.CLOSED);
		cache.put("other", "written");
		assertThat(cache.statistics().pending()).isZero();
		assertThat(load(cache)).isEqualTo("loaded");
		this.cluster.time.advance(BreakerPhases.SETTLING);
		assertThat(load(cache)).isEqualTo("stored");
	}

	@Test
	void callsThatFindOutThatItIsStillAwayAreFewAndTheWaitBeginsAnew() {
		CacheBridgeCache cache = listening();
		breakStore(cache);
		this.cluster.time.advance(OPEN);
		int before = calls();
		for (int i = 0; i < 100; i++) {
			load(cache);
		}
		assertThat(calls()).isEqualTo(before + CircuitBreakerSettings.DEFAULT.halfOpenCalls());
		assertThat(this.told).containsExactly(State.CLOSED, State.OPEN, State.HALF_OPEN, State.OPEN);
	}

	@Test
	void callsThatEndInNeitherWayLeaveTheirTurnToOthers() {
		CacheBridgeCache cache = this.cluster.cache();
		breakStore(cache);
		this.cluster.store.work();
		this.cluster.time.advance(OPEN);
		for (int i = 0; i < 20; i++) {
			this.cluster.store.failOnce("getAll",
					(i % 2 == 0) ? new StackOverflowError() : unavailable(new InterruptedException()));
			try {
				cache.get("key");
			}
			catch (StackOverflowError ex) {
				// As it was thrown
			}
		}
		assertThat(status(0).state()).isEqualTo(State.HALF_OPEN);
		breakFree(cache);
		assertThat(status(0).state()).isEqualTo(State.CLOSED);
	}

	private static void breakFree(CacheBridgeCache cache) {
		for (int i = 0; i < CircuitBreakerSettings.DEFAULT.halfOpenCalls(); i++) {
			cache.get("key");
		}
	}

	@Test
	void aWriteThatWaitsFindsOutEverySecondWithOneCall() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("one", "old");
		cache.put("two", "old");
		breakStore(cache);
		cache.evict("one");
		cache.evict("two");
		for (int second = 0; second < 5; second++) {
			int before = calls();
			long refused = status(0).refusedCalls();
			this.cluster.tasks.run("recovery");
			this.cluster.tasks.run("recovery");
			assertThat(calls()).isEqualTo(before + 1);
			assertThat(status(0).refusedCalls()).isEqualTo(refused);
			this.cluster.time.advance(Duration.ofSeconds(1));
		}
		assertThat(status(0).state()).isEqualTo(State.OPEN);
		this.cluster.store.work();
		this.cluster.tasks.run("recovery");
		assertThat(status(0).state()).isEqualTo(State.CLOSED);
		assertThat(cache.statistics().pending()).isZero();
		assertThat(this.cluster.store.holdsContent("one")).isFalse();
		assertThat(this.cluster.store.holdsContent("two")).isFalse();
	}

	@Test
	void callersWhoMakeUpForWritesDoNotWaitForTheStore() {
		CacheBridgeCache cache = this.cluster.cache();
		breakStore(cache);
		cache.evict("key");
		int before = calls();
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> cache.putIfAbsent("key", "value"));
		assertThat(calls()).isEqualTo(before);
	}

	@Test
	void whatAnotherNodeHasEvictedMeanwhileIsNotReadWhenTheStoreIsBack() {
		CacheBridgeCache evicting = this.cluster.cache();
		CacheBridgeCache reading = this.cluster.other();
		reading.put("key", "old");
		breakStore(evicting, reading);
		evicting.evict("key");
		this.cluster.time.advance(OPEN);
		this.cluster.store.work();
		for (int i = 0; i < 10; i++) {
			assertThat(load(reading)).isEqualTo("loaded");
			assertThat(reading.get("key")).isNull();
			assertThat(reading.getAll(List.of("key"))).isEmpty();
			assertThat(reading.evictIfPresent("other")).isFalse();
		}
		assertThat(status(1).state()).isEqualTo(State.CLOSED);
		assertThat(this.cluster.store.holdsContent("key")).isTrue();
		this.cluster.time.advance(Duration.ofSeconds(1));
		this.cluster.tasks.run("recovery");
		this.cluster.time.advance(BreakerPhases.SETTLING);
		assertThat(reading.get("key")).isNull();
	}

	@Test
	void anAnswerOfAReadThatBeganBeforeTheStoreWasAwayIsNotTaken() throws Exception {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("held", "old");
		Gate gate = this.cluster.store.holdAfter("getAll", "held");
		Future<String> reading = this.background.call(() -> cache.get("held", () -> "loaded"));
		gate.awaitArrival();
		breakStore(cache);
		assertThat(status(0).state()).isEqualTo(State.OPEN);
		gate.open();
		assertThat(reading.get()).isEqualTo("loaded");
	}

	@Test
	void whoWaitsForALeaderWhoseStoreIsLeftAloneDoesNotWaitOn() throws Exception {
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = this.cluster.store.holdBefore("getAll", "held");
		Future<String> leading = this.background.call(() -> cache.get("held", () -> "leader's"));
		gate.awaitArrival();
		Future<String> following = this.background.call(() -> cache.get("held", () -> "follower's"));
		Awaitility.await().atMost(5, TimeUnit.SECONDS).until(() -> this.background.waiting() == 2);
		breakStore(cache);
		assertThat(Background.result(following)).isEqualTo("follower's");
		assertThat(cache.get("held", () -> "later")).isEqualTo("later");
		gate.open();
		assertThat(Background.result(leading)).isEqualTo("leader's");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoWritesWhatIsTriedEverySecondDoesNotWaitForTheTry(boolean open) {
		CacheBridgeCache cache = this.cluster.cache();
		breakStore(cache);
		cache.evict("key");
		this.cluster.time.advance(open ? Duration.ZERO : OPEN);
		Gate gate = this.cluster.store.holdBefore("delete", "key");
		Future<?> trying = this.background.run(() -> this.cluster.tasks.run("recovery"));
		gate.awaitArrival();
		Background.result(this.background.run(() -> cache.put("key", "new")));
		assertThat(cache.get("key", String.class)).isEqualTo("new");
		Background.result(this.background.run(() -> cache.putAll(Map.of("key", "newer"))));
		assertThat(cache.get("key", String.class)).isEqualTo("newer");
		this.cluster.store.work();
		gate.open();
		Background.result(trying);
		assertThat(status(0).state()).isEqualTo(State.CLOSED);
		assertThat(cache.statistics().pending()).isZero();
	}

	@Test
	void anAsyncLeaderWhoseStoreIsLeftAloneKeepsItsSoftTimeout() {
		this.cluster.close();
		this.cluster = new Cluster(Shape.TIERED);
		this.cluster.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(1), Duration.ofSeconds(30),
				FailSafeSettings.OFF.exceptions(), FailSafeSettings.OFF.ignoredExceptions());
		this.cluster.settings.softTimeout = Duration.ofMillis(50);
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "old");
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		Gate gate = this.cluster.store.holdBefore("getAll", "key");
		CompletableFuture<String> leader = cache.retrieve("key", CompletableFuture::new);
		gate.awaitArrival();
		breakStore(cache);
		assertThat(status(0).state()).isEqualTo(State.OPEN);
		gate.open();
		assertThat(Background.result(leader)).isEqualTo("old");
	}

	@Test
	void countersGoOnAsSoonAsTheStoreIsBack() {
		CacheBridgeCache cache = this.cluster.cache();
		assertThat(cache.increment("hits", 1, Duration.ZERO)).isEqualTo(1);
		breakStore(cache);
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> cache.increment("hits", 1, Duration.ZERO));
		this.cluster.store.work();
		this.cluster.time.advance(OPEN);
		breakFree(cache);
		assertThat(cache.increment("hits", 1, Duration.ZERO)).isEqualTo(2);
	}

	@Test
	void theEndOfTheManagerStillFlushes() {
		CacheBridgeCacheManager manager = this.cluster
			.addNode((builder) -> builder.recovery(100, Duration.ofSeconds(5)));
		CacheBridgeCache cache = Objects.requireNonNull(manager.getCache(Cluster.CACHE));
		cache.put("key", "old");
		breakStore(cache);
		cache.evict("key");
		this.cluster.store.work();
		assertThatNoException().isThrownBy(manager::close);
		assertThat(this.cluster.store.holdsContent("key")).isFalse();
	}

}

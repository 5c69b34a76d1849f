package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.context.ContextRegistry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Loads that callers do not wait for for ever.
 */
class LoadTimeoutTests {

	private static final Duration SOON = Duration.ofMillis(50);

	private static final Duration LONG = Duration.ofMinutes(1);

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private CacheBridgeCache cache(@Nullable Duration soft, @Nullable Duration hard) {
		return cache(Shape.TIERED, soft, hard);
	}

	private CacheBridgeCache cache(Shape shape, @Nullable Duration soft, @Nullable Duration hard) {
		this.cluster = new Cluster(shape);
		this.cluster.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(1), Duration.ofSeconds(30),
				FailSafeSettings.OFF.exceptions(), FailSafeSettings.OFF.ignoredExceptions());
		this.cluster.settings.softTimeout = soft;
		this.cluster.settings.hardTimeout = hard;
		return this.cluster.cache();
	}

	private void outlive(CacheBridgeCache cache, Object value) {
		cache.put("key", value);
		this.cluster.time.advance(this.cluster.settings.timeToLive);
	}

	private static Callable<String> through(Gate gate, String value) {
		return () -> {
			gate.pass();
			return value;
		};
	}

	// Ignores that it is interrupted
	private static Callable<String> hanging(Gate gate, String value) {
		return () -> {
			boolean open = false;
			while (!open) {
				try {
					gate.pass();
					open = true;
				}
				catch (IllegalStateException ex) {
					Thread.interrupted();
				}
			}
			return value;
		};
	}

	private void assertTimeout(ThrowingCallable call) {
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(call)
			.havingCause()
			.isInstanceOf(LoadTimeoutException.class)
			.withMessageContaining(Cluster.CACHE)
			.withMessageContaining(SOON.toString());
	}

	@ParameterizedTest
	@EnumSource
	void theLastValueIsServedAtOnceAndTheLoadIsStored(Shape shape) {
		CacheBridgeCache cache = cache(shape, Duration.ZERO, null);
		outlive(cache, "old");
		Gate gate = new Gate();
		assertThat(cache.get("key", through(gate, "new"))).isEqualTo("old");
		assertThat(cache.<String>get("key", () -> "not called")).isEqualTo("old");
		assertThat(cache.get("key")).isNull();
		gate.open();
		await().untilAsserted(() -> assertThat(cache.get("key", String.class)).isEqualTo("new"));
		assertThat(cache.statistics().loads()).isOne();
		assertThat(cache.statistics().staleServed()).isEqualTo(2);
		assertThat(cache.statistics().loading()).isEqualTo(new LoadStatistics(2, 0, 0, 0));
	}

	@Test
	void aFutureIsServedTheLastValueAndItsLoadIsStored() {
		CacheBridgeCache cache = cache(SOON, null);
		outlive(cache, "old");
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> leader = cache.retrieve("key", () -> source);
		CompletableFuture<String> follower = cache.retrieve("key", () -> source);
		assertThat(Background.result(leader)).isEqualTo("old");
		assertThat(Background.result(follower)).isEqualTo("old");
		source.complete("new");
		await().untilAsserted(() -> assertThat(cache.get("key", String.class)).isEqualTo("new"));
		assertThat(cache.statistics().loading().softTimeouts()).isEqualTo(2);
	}

	@Test
	void aCallerWaitsIfThereIsNoLastValue() {
		CacheBridgeCache cache = cache(Duration.ZERO, LONG);
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
		assertThat(Background.result(cache.retrieve("other", () -> this.background.later(() -> "new"))))
			.isEqualTo("new");
		assertThat(cache.statistics().loading().softTimeouts()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void whatAnEvictionHasOvertakenIsNeitherStoredNorServed(Shape shape) {
		CacheBridgeCache cache = cache(shape, Duration.ZERO, null);
		outlive(cache, "old");
		Gate gate = new Gate();
		assertThat(cache.get("key", through(gate, "overtaken"))).isEqualTo("old");
		gate.awaitArrival();
		cache.evict("key");
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
		cache.evict("key");
		gate.open();
		await().until(() -> cache.statistics().loads() == 2);
		await().during(Duration.ofMillis(50)).untilAsserted(() -> assertThat(cache.get("key")).isNull());
	}

	@ParameterizedTest
	@EnumSource
	void aLoadThatTakesTooLongIsInterruptedAndTheNextCallerLoads(Shape shape) {
		CacheBridgeCache cache = cache(shape, null, SOON);
		CountDownLatch interrupted = new CountDownLatch(1);
		assertTimeout(() -> cache.get("key", () -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return "late";
		}));
		Gate.await(interrupted);
		await().until(() -> cache.statistics().loading().hung() == 0);
		assertThat(cache.get("key")).isNull();
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
		assertThat(cache.get("key", String.class)).isEqualTo("new");
		assertThat(cache.statistics().loading().hardTimeouts()).isOne();
		assertThat(cache.statistics().loadFailures()).isOne();
	}

	@Test
	void aLoadThatIgnoresInterruptionBlocksNobodyAndCountsUntilItEnds() {
		CacheBridgeCache cache = cache(null, SOON);
		Gate gate = new Gate();
		Future<String> follower = this.background.call(() -> {
			gate.awaitArrival();
			return cache.get("key", () -> "followed");
		});
		assertTimeout(() -> cache.get("key", hanging(gate, "late")));
		assertThat(Background.result(follower)).isEqualTo("followed");
		assertThat(cache.statistics().loading().hung()).isOne();
		gate.open();
		await().until(() -> cache.statistics().loading().hung() == 0);
		assertThat(cache.get("key", String.class)).isEqualTo("followed");
	}

	@Test
	void theLastValueTakesThePlaceOfALoadThatTakesTooLong() {
		CacheBridgeCache cache = cache(null, SOON);
		outlive(cache, "old");
		Gate gate = new Gate();
		assertThat(cache.get("key", hanging(gate, "late"))).isEqualTo("old");
		assertThat(cache.<String>get("key", () -> "not called")).isEqualTo("old");
		gate.open();
	}

	@Test
	void aFutureThatTakesTooLongIsCancelled() {
		CacheBridgeCache cache = cache(null, SOON);
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> result = cache.retrieve("key", () -> source);
		assertThatThrownBy(result::join).hasCauseInstanceOf(LoadTimeoutException.class);
		await().until(source::isCancelled);
		assertThat(cache.statistics().loading()).isEqualTo(new LoadStatistics(0, 1, 0, 0));
		assertThat(Background.result(cache.retrieve("key", () -> CompletableFuture.completedFuture("new"))))
			.isEqualTo("new");
	}

	@Test
	void whatALoaderThrowsArrivesAsItIs() {
		CacheBridgeCache cache = cache(LONG, LONG);
		Exception failure = new Exception("checked");
		Error error = new AssertionError("an error");
		for (Exception each : List.of(failure, new CompletionException(failure), new CancellationException(),
				new ExecutionException(failure), new TimeoutException())) {
			assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("key", () -> {
				throw each;
			})).satisfies((thrown) -> assertThat(thrown.getCause()).isSameAs(each));
		}
		assertThatThrownBy(() -> cache.get("key", () -> {
			throw error;
		})).isSameAs(error);
		assertThat(cache.<@Nullable String>get("key", () -> null)).isNull();
		assertThat(cache.get("key")).isNotNull();
	}

	@Test
	void aLoadMayNeedItsOwnKeyAndThoseOfOthers() {
		CacheBridgeCache cache = cache(null, Duration.ofSeconds(10));
		assertThat(cache.<String>get("key", () -> cache.get("key", () -> "inner") + ", outer"))
			.isEqualTo("inner, outer");
		CountDownLatch both = new CountDownLatch(2);
		Future<String> one = this.background.call(() -> cache.get("a", () -> crossed(cache, "b", both)));
		Future<String> two = this.background.call(() -> cache.get("b", () -> crossed(cache, "a", both)));
		assertThat(Background.result(one)).isEqualTo("of a load");
		assertThat(Background.result(two)).isEqualTo("of a load");
	}

	private static String crossed(CacheBridgeCache cache, String other, CountDownLatch both) {
		both.countDown();
		Gate.await(both);
		return String.valueOf(cache.<String>get(other, () -> "of a load"));
	}

	@Test
	void anInterruptionOfTheCallerReachesTheLoader() {
		CacheBridgeCache cache = cache(null, LONG);
		Thread.currentThread().interrupt();
		try {
			assertThatThrownBy(() -> cache.get("key", () -> {
				new CountDownLatch(1).await();
				return "late";
			})).hasCauseInstanceOf(InterruptedException.class);
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
		finally {
			Thread.interrupted();
		}
		assertThat(cache.<String>get("key", () -> String.valueOf(Thread.currentThread().isInterrupted())))
			.isEqualTo("false");
	}

	@Test
	void aLoadThatFindsNoThreadIsOneOfItsCaller() {
		cache(Duration.ZERO, LONG);
		CacheBridgeCache cache = this.cluster.addNode((builder) -> builder.loadExecutor((task) -> {
			throw new RejectedExecutionException();
		})).getCache(Cluster.CACHE);
		assertThat(cache).isNotNull();
		Thread caller = Thread.currentThread();
		assertThat(cache.<Boolean>get("key", () -> Thread.currentThread() == caller)).isTrue();
		assertThat(cache.get("key")).isNull();
		outlive(cache, "old");
		assertThat(cache.<String>get("key", () -> "not called")).isEqualTo("old");
		assertThat(cache.statistics().loading().rejected()).isEqualTo(2);
	}

	@Test
	void theEndOfTheManagerInterruptsLoads() {
		CacheBridgeCache cache = cache(null, LONG);
		Gate gate = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", through(gate, "late")));
		gate.awaitArrival();
		this.cluster.close();
		assertThatThrownBy(load::get).hasRootCauseInstanceOf(InterruptedException.class);
		assertThat(cache.<String>get("key", () -> "own")).isEqualTo("own");
	}

	@Test
	void aLoadInsideATransactionStaysOnItsThread() {
		CacheBridgeCache cache = cache(Duration.ZERO, LONG);
		Thread caller = Thread.currentThread();
		outlive(cache, "old");
		TransactionSynchronizationManager.setActualTransactionActive(true);
		try {
			assertThat(cache.<Boolean>get("key", () -> Thread.currentThread() == caller)).isTrue();
			assertThat(Background.result(cache.retrieve("other", () -> this.background.later(() -> "new"))))
				.isEqualTo("new");
		}
		finally {
			TransactionSynchronizationManager.setActualTransactionActive(false);
		}
	}

	@Test
	void aLoadTakesTheContextOfItsCallerAlong() {
		CacheBridgeCache cache = cache(null, LONG);
		ThreadLocal<String> tenant = new ThreadLocal<>();
		ContextRegistry.getInstance().registerThreadLocalAccessor("tenant", tenant);
		ClassLoader outer = Thread.currentThread().getContextClassLoader();
		ClassLoader mine = new ClassLoader(outer) {
		};
		AtomicReference<String> thread = new AtomicReference<>();
		AtomicBoolean sameLoader = new AtomicBoolean();
		try {
			Thread.currentThread().setContextClassLoader(mine);
			tenant.set("one");
			assertThat(cache.get("key", () -> {
				thread.set(Thread.currentThread().getName());
				sameLoader.set(Thread.currentThread().getContextClassLoader() == mine);
				return tenant.get();
			})).isEqualTo("one");
		}
		finally {
			Thread.currentThread().setContextClassLoader(outer);
			ContextRegistry.getInstance().removeThreadLocalAccessor("tenant");
			tenant.remove();
		}
		assertThat(thread.get()).startsWith("cachebridge-load-");
		assertThat(sameLoader).isTrue();
		assertThat(cache.<@Nullable String>get("other", tenant::get)).isNull();
	}

	@Test
	void aLoadOnTheThreadOfItsCallerHangsAfterAMinute() {
		CacheBridgeCache cache = cache(null, null);
		Gate gate = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", through(gate, "late")));
		gate.awaitArrival();
		this.cluster.time.advance(Duration.ofMinutes(1));
		assertThat(cache.statistics().loading().hung()).isZero();
		this.cluster.time.advance(Duration.ofNanos(1));
		assertThat(cache.statistics().loading().hung()).isOne();
		gate.open();
		assertThat(Background.result(load)).isEqualTo("late");
		assertThat(cache.statistics().loading().hung()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void oneLoadMoreThanThereMayBeIsItsCallersOwn(boolean timed) {
		this.cluster.settings.maximumConcurrent = 1;
		this.cluster.settings.hardTimeout = timed ? LONG : null;
		CacheBridgeCache cache = this.cluster.cache();
		Gate gate = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", through(gate, "new")));
		gate.awaitArrival();
		assertThat(cache.<String>get("other", () -> "own")).isEqualTo("own");
		assertThat(cache.get("other")).isNull();
		assertThat(Background.result(cache.retrieve("other", () -> CompletableFuture.completedFuture("own"))))
			.isEqualTo("own");
		assertThat(cache.get("other")).isNull();
		assertThat(cache.statistics().loading().rejected()).isEqualTo(2);
		gate.open();
		assertThat(Background.result(load)).isEqualTo("new");
		assertThat(cache.<String>get("other", () -> "stored")).isEqualTo("stored");
		assertThat(cache.get("other", String.class)).isEqualTo("stored");
	}

	@Test
	void aFutureTakesRoomUntilItCompletes() {
		this.cluster.settings.maximumConcurrent = 1;
		CacheBridgeCache cache = this.cluster.cache();
		CompletableFuture<String> source = new CompletableFuture<>();
		CompletableFuture<String> load = cache.retrieve("key", () -> source);
		await().until(() -> cache.<String>get("other", () -> "own") != null && cache.get("other") == null);
		source.complete("new");
		assertThat(Background.result(load)).isEqualTo("new");
		cache.evict("other");
		assertThat(cache.<String>get("other", () -> "stored")).isEqualTo("stored");
		assertThat(cache.get("other", String.class)).isEqualTo("stored");
	}

	@Test
	void theLastValueIsServedIfThereIsNoRoom() {
		cache(null, null);
		this.cluster.settings.maximumConcurrent = 1;
		CacheBridgeCache cache = this.cluster.addNode((builder) -> {
		}).getCache(Cluster.CACHE);
		assertThat(cache).isNotNull();
		outlive(cache, "old");
		Gate gate = new Gate();
		Future<String> load = this.background.call(() -> cache.get("other", through(gate, "new")));
		gate.awaitArrival();
		assertThat(cache.<String>get("key", () -> "not called")).isEqualTo("old");
		assertThat(Background.result(cache.retrieve("key", () -> CompletableFuture.completedFuture("not called"))))
			.isEqualTo("old");
		gate.open();
		assertThat(Background.result(load)).isEqualTo("new");
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
	}

}

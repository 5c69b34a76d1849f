package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.cachebridge.spi.support.Percentage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values that are loaded anew before their time-to-live is over.
 */
class RefreshTests {

	private static final Percentage AT = Percentage.valueOf("80%");

	private static final Duration UNTIL_DUE = Duration.ofMinutes(8);

	private static final Duration PAUSE = Duration.ofSeconds(12);

	private final AtomicInteger loads = new AtomicInteger();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private CacheBridgeCache cache(Shape shape, String... keepWarm) {
		this.cluster.close();
		this.cluster = new Cluster(shape);
		this.cluster.settings.refresh = new RefreshSettings(AT, Set.of(keepWarm));
		return this.cluster.cache();
	}

	private String load() {
		return "value " + this.loads.incrementAndGet();
	}

	private String ask(CacheBridgeCache cache) {
		return cache.get("key", this::load);
	}

	private CacheBridgeCache due(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		ask(cache);
		this.cluster.time.advance(UNTIL_DUE);
		return cache;
	}

	/**
	 * Asks for what is due and stops the load that begins.
	 */
	private Gate refreshHeld(CacheBridgeCache cache) {
		Gate loading = new Gate();
		cache.get("key", () -> {
			loading.pass();
			return load();
		});
		loading.awaitArrival();
		return loading;
	}

	private void awaitAnswer(CacheBridgeCache cache, String value) {
		Awaitility.await().untilAsserted(() -> assertThat(cache.get("key", String.class)).isEqualTo(value));
	}

	@ParameterizedTest
	@EnumSource
	void loadsInTheBackgroundOnceAValueIsDue(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(ask(cache)).isEqualTo("value 1");
		this.cluster.time.advance(UNTIL_DUE.minusMillis(1));
		assertThat(ask(cache)).isEqualTo("value 1");
		assertThat(cache.statistics().refreshes()).isZero();
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThat(ask(cache)).isEqualTo("value 1");
		awaitAnswer(cache, "value 2");
		assertThat(cache.statistics().refreshes()).isOne();
		assertThat(this.loads).hasValue(2);
	}

	@ParameterizedTest
	@EnumSource
	void aNewValueLivesAsLongAsAnyOther(Shape shape) {
		CacheBridgeCache cache = due(shape);
		ask(cache);
		awaitAnswer(cache, "value 2");
		this.cluster.time.advance(UNTIL_DUE.minusMillis(1));
		assertThat(ask(cache)).isEqualTo("value 2");
		this.cluster.time.advance(Duration.ofMillis(1));
		ask(cache);
		awaitAnswer(cache, "value 3");
	}

	@ParameterizedTest
	@EnumSource
	void worksForLoadsWithAContextAndForFutures(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.getOrLoad("key", (context) -> load());
		this.cluster.time.advance(UNTIL_DUE);
		assertThat(cache.<String>getOrLoad("key", (context) -> load())).isEqualTo("value 1");
		awaitAnswer(cache, "value 2");
		this.cluster.time.advance(UNTIL_DUE);
		assertThat(cache.retrieve("key", () -> CompletableFuture.supplyAsync(this::load)).join()).isEqualTo("value 2");
		awaitAnswer(cache, "value 3");
	}

	@ParameterizedTest
	@EnumSource
	void loadsNothingWithoutTraffic(Shape shape) {
		CacheBridgeCache cache = due(shape);
		this.cluster.tasks.run("refresh");
		assertThat(cache.get("key")).isNotNull();
		assertThat(cache.statistics().refreshes()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void isTriedAgainAfterAPauseIfTheLoadFails(Shape shape) {
		CacheBridgeCache cache = due(shape);
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("value 1");
		Awaitility.await().untilAsserted(() -> assertThat(cache.statistics().loadFailures()).isOne());
		assertThat(ask(cache)).isEqualTo("value 1");
		assertThat(cache.statistics().refreshes()).isOne();
		Awaitility.await().until(() -> this.cluster.store.count("delete") == 1 || shape == Shape.LOCAL);
		this.cluster.time.advance(PAUSE);
		assertThat(ask(cache)).isEqualTo("value 1");
		awaitAnswer(cache, "value 2");
	}

	private String fail() {
		throw new IllegalStateException("the source is away");
	}

	@ParameterizedTest
	@EnumSource
	void isNotStoredOverAnEviction(Shape shape) {
		CacheBridgeCache cache = due(shape);
		Gate loading = refreshHeld(cache);
		cache.evict("key");
		loading.open();
		Awaitility.await().untilAsserted(() -> assertThat(cache.statistics().refusedFills()).isOne());
		assertThat(cache.get("key")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void isNotStoredOverAPut(Shape shape) {
		CacheBridgeCache cache = due(shape);
		Gate loading = refreshHeld(cache);
		cache.put("key", "put");
		loading.open();
		Awaitility.await().untilAsserted(() -> assertThat(cache.statistics().refusedFills()).isOne());
		assertThat(cache.get("key", String.class)).isEqualTo("put");
	}

	@Test
	void oneNodeLoadsAndTheOthersFindItsValue() {
		CacheBridgeCache cache = cache(Shape.TIERED);
		CacheBridgeCache other = this.cluster.other();
		ask(cache);
		assertThat(other.get("key")).isNotNull();
		this.cluster.time.advance(UNTIL_DUE);
		Gate loading = refreshHeld(cache);
		assertThat(ask(other)).isEqualTo("value 1");
		Awaitility.await().until(() -> this.cluster.store.count("putIf") >= 4);
		loading.open();
		awaitAnswer(cache, "value 2");
		this.cluster.time.advance(PAUSE);
		assertThat(ask(other)).isEqualTo("value 2");
		assertThat(other.statistics().refreshes()).isZero();
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void anotherNodeLoadsIfTheOneThatBeganHasDied() {
		CacheBridgeCache cache = cache(Shape.TIERED);
		CacheBridgeCache other = this.cluster.other();
		ask(cache);
		this.cluster.time.advance(UNTIL_DUE);
		Gate hanging = refreshHeld(cache);
		this.cluster.time.advance(Duration.ofMinutes(1));
		assertThat(ask(other)).isEqualTo("value 1");
		awaitAnswer(other, "value 2");
		hanging.open();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsKeptWarmNeedsNoTraffic(Shape shape) {
		CacheBridgeCache cache = cache(shape, "key");
		assertThat(ask(cache)).isEqualTo("value 1");
		for (int minutes = 0; minutes < 20; minutes++) {
			this.cluster.time.advance(Duration.ofMinutes(1));
			this.cluster.tasks.run("refresh");
			Awaitility.await().until(() -> cache.get("key") != null);
		}
		Awaitility.await().untilAsserted(() -> assertThat(cache.statistics().loads()).isGreaterThanOrEqualTo(3));
		assertThat(cache.statistics().misses()).isLessThanOrEqualTo(3);
	}

	@Test
	void oneNodeKeepsAKeyWarmForAll() {
		CacheBridgeCache cache = cache(Shape.TIERED, "key");
		List<CacheBridgeCache> both = List.of(cache, this.cluster.other());
		both.forEach(this::ask);
		this.cluster.time.advance(UNTIL_DUE);
		this.cluster.tasks.run("refresh");
		Awaitility.await().until(() -> this.loads.get() == 2);
		Awaitility.await().until(() -> this.cluster.store.count("delete") >= 1);
		this.cluster.time.advance(PAUSE);
		both.forEach((each) -> awaitAnswer(each, "value 2"));
		assertThat(this.loads).hasValue(2);
	}

	@Test
	void doesNotReadWhatAWriteThatIsPendingHasReplaced() {
		CacheBridgeCache cache = cache(Shape.TIERED);
		cache.put("key", "old");
		this.cluster.time.advance(Duration.ofMinutes(1));
		this.cluster.store.fail("getAll", "put");
		cache.put("key", "new");
		this.cluster.store.work();
		assertThat(cache.statistics().pending()).isOne();
		this.cluster.time.advance(UNTIL_DUE);
		assertThat(ask(cache)).isEqualTo("new");
		Awaitility.await()
			.during(Duration.ofMillis(200))
			.untilAsserted(() -> assertThat(cache.get("key", String.class)).isEqualTo("new"));
	}

	@ParameterizedTest
	@EnumSource
	void aValueWithATimeOfItsOwnIsDueAtTheSameShareOfIt(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(askForAMinute(cache)).isEqualTo("value 1");
		this.cluster.time.advance(Duration.ofSeconds(48).minusMillis(1));
		assertThat(askForAMinute(cache)).isEqualTo("value 1");
		assertThat(cache.statistics().refreshes()).isZero();
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThat(askForAMinute(cache)).isEqualTo("value 1");
		awaitAnswer(cache, "value 2");
		assertThat(askForAMinute(cache)).isEqualTo("value 2");
		assertThat(cache.statistics().refreshes()).isOne();
	}

	private String askForAMinute(CacheBridgeCache cache) {
		return cache.getOrLoad("key", (context) -> {
			context.timeToLive(Duration.ofMinutes(1));
			return load();
		});
	}

	private CacheBridgeCache failSafeCache(Shape shape, @Nullable Duration hardTimeout) {
		this.cluster.close();
		this.cluster = new Cluster(shape);
		this.cluster.settings.refresh = new RefreshSettings(AT, Set.of());
		this.cluster.settings.hardTimeout = hardTimeout;
		this.cluster.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(1), Duration.ofSeconds(30),
				FailSafeSettings.OFF.exceptions(), FailSafeSettings.OFF.ignoredExceptions());
		return this.cluster.cache();
	}

	@ParameterizedTest
	@EnumSource
	void aLoaderMayAskWhetherThePresentValueHasChanged(Shape shape) {
		CacheBridgeCache cache = failSafeCache(shape, null);
		for (int lives = 0; lives < 3; lives++) {
			assertThat(askWithEtag(cache)).isEqualTo("value 1");
			this.cluster.time.advance(UNTIL_DUE);
			assertThat(askWithEtag(cache)).isEqualTo("value 1");
			int refreshes = lives + 1;
			Awaitility.await().untilAsserted(() -> assertThat(cache.statistics().loads()).isEqualTo(1 + refreshes));
		}
		assertThat(this.loads).hasValue(1);
		assertThat(cache.statistics().refusedFills()).isZero();
	}

	private String askWithEtag(CacheBridgeCache cache) {
		return cache.getOrLoad("key", (context) -> {
			StaleValue last = context.staleValue();
			if (last != null && "1".equals(last.etag())) {
				return context.notModified();
			}
			context.etag("1");
			return load();
		});
	}

	@ParameterizedTest
	@CsvSource({ "LOCAL,false,false", "LOCAL,true,false", "LOCAL,false,true", "TIERED,false,false", "TIERED,true,false",
			"TIERED,false,true" })
	void aFailureLetsTheSourceRestAndThePresentValueBe(Shape shape, boolean timed, boolean future) {
		CacheBridgeCache cache = failSafeCache(shape, timed ? Duration.ofMinutes(1) : null);
		ask(cache);
		this.cluster.time.advance(UNTIL_DUE);
		if (future) {
			assertThat(cache.retrieve("key", () -> CompletableFuture.supplyAsync(this::fail)).join())
				.isEqualTo("value 1");
		}
		else {
			assertThat(cache.<String>get("key", this::fail)).isEqualTo("value 1");
		}
		Awaitility.await().untilAsserted(() -> assertThat(cache.statistics().loadFailures()).isOne());
		this.cluster.time.advance(PAUSE);
		assertThat(ask(cache)).isEqualTo("value 1");
		Awaitility.await()
			.during(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(cache.statistics().refreshes()).isOne());
		assertThat(cache.statistics().staleServed()).isZero();
		this.cluster.time.advance(Duration.ofSeconds(18));
		assertThat(ask(cache)).isEqualTo("value 1");
		awaitAnswer(cache, "value 2");
	}

	@Test
	void aCallerDoesNotLoadAheadItself() {
		cache(Shape.TIERED);
		CacheBridgeCache cache = this.cluster.addNode((builder) -> builder.executor((task) -> {
			throw new RejectedExecutionException();
		})).getCache(Cluster.CACHE);
		assertThat(cache).isNotNull();
		ask(cache);
		this.cluster.time.advance(UNTIL_DUE);
		assertThat(ask(cache)).isEqualTo("value 1");
		assertThat(this.loads).hasValue(1);
	}

	@Test
	void oneNodeLoadsWhatIsKeptWarmAndGone() {
		CacheBridgeCache cache = cache(Shape.TIERED, "key");
		Gate loading = new Gate();
		AtomicBoolean gated = new AtomicBoolean();
		List<CacheBridgeCache> both = List.of(cache, this.cluster.other());
		both.forEach((each) -> each.get("key", () -> {
			if (gated.get()) {
				loading.pass();
			}
			return load();
		}));
		gated.set(true);
		cache.clear();
		this.cluster.tasks.run("refresh");
		loading.awaitArrival();
		Awaitility.await().until(() -> this.cluster.store.count("putIf") >= 4);
		loading.open();
		both.forEach((each) -> awaitAnswer(each, "value 2"));
		assertThat(this.loads).hasValue(2);
	}

	@ParameterizedTest
	@EnumSource
	void aCallThatFailsToKeepAKeyWarmGivesItsPlaceToALaterOne(Shape shape) {
		CacheBridgeCache cache = cache(shape, "key");
		AtomicBoolean gone = new AtomicBoolean();
		cache.get("key", () -> gone.get() ? fail() : load());
		gone.set(true);
		this.cluster.time.advance(UNTIL_DUE);
		this.cluster.tasks.run("refresh");
		Awaitility.await().until(() -> cache.statistics().loadFailures() == 1);
		Awaitility.await().until(() -> {
			ask(cache);
			this.cluster.time.advance(PAUSE);
			this.cluster.tasks.run("refresh");
			return this.loads.get() == 2;
		});
		awaitAnswer(cache, "value 2");
	}

	@Test
	void aPendingValueIsNotLoadedAheadOverItsOlderOne() {
		CacheBridgeCache cache = cache(Shape.TIERED);
		ask(cache);
		this.cluster.store.fail("put");
		cache.put("key", "pending", Duration.ofMinutes(1));
		this.cluster.time.advance(Duration.ofSeconds(59));
		assertThat(ask(cache)).isEqualTo("pending");
		Awaitility.await()
			.during(Duration.ofMillis(100))
			.untilAsserted(() -> assertThat(ask(cache)).isEqualTo("pending"));
		assertThat(cache.statistics().refreshes()).isZero();
	}

	@Test
	void doesNotLoadWhatIsKeptWarmAndStillHereWhileTheStoreIsAway() {
		CacheBridgeCache cache = cache(Shape.TIERED, "key");
		ask(cache);
		this.cluster.store.failAlways();
		for (int i = 0; i < 4; i++) {
			this.cluster.time.advance(PAUSE);
			this.cluster.tasks.run("refresh");
		}
		Awaitility.await().during(Duration.ofMillis(200)).untilAsserted(() -> assertThat(this.loads).hasValue(1));
		assertThat(ask(cache)).isEqualTo("value 1");
	}

}

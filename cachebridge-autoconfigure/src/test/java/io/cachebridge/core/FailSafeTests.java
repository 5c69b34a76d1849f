package io.cachebridge.core;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.cachebridge.core.CacheSettings.NullValues;
import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.spi.StoredRecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Values that are served beyond their time-to-live because their load fails.
 */
class FailSafeTests {

	private static final Duration MAXIMUM_STALE = Duration.ofHours(1);

	private static final Duration THROTTLE = Duration.ofSeconds(30);

	private final Background background = new Background();

	private final AtomicInteger attempts = new AtomicInteger();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@BeforeEach
	void enable() {
		enable(this.cluster);
	}

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private static void enable(Cluster cluster) {
		cluster.settings.failSafe = failSafe(MAXIMUM_STALE, FailSafeSettings.OFF.exceptions());
	}

	private static FailSafeSettings failSafe(Duration maximumStale, Set<String> exceptions) {
		return new FailSafeSettings(true, maximumStale, THROTTLE, exceptions, FailSafeSettings.OFF.ignoredExceptions());
	}

	private CacheBridgeCache cache(Shape shape) {
		this.cluster.close();
		this.cluster = new Cluster(shape);
		enable(this.cluster);
		return this.cluster.cache();
	}

	private void outlive(CacheBridgeCache cache, Object value) {
		cache.put("key", value);
		this.cluster.time.advance(this.cluster.settings.timeToLive);
	}

	private String fail() {
		this.attempts.incrementAndGet();
		throw new IllegalStateException("the source is away");
	}

	private void assertFailureIsTold(CacheBridgeCache cache, Runnable duringTheLoad) {
		Gate loading = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", () -> {
			loading.pass();
			return fail();
		}));
		loading.awaitArrival();
		duringTheLoad.run();
		loading.open();
		assertThatThrownBy(load::get).hasRootCauseMessage("the source is away");
	}

	@ParameterizedTest
	@EnumSource
	void servesTheLastValueIfItsLoadFails(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		outlive(cache, "old");
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		assertThat(cache.statistics().staleServed()).isOne();
		assertThat(cache.statistics().loadFailures()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void tellsTheFailureOnceTheValueIsTooOld(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.put("key", "old");
		this.cluster.time.advance(MAXIMUM_STALE.minusMillis(1));
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThatThrownBy(() -> cache.get("key", this::fail)).hasRootCauseMessage("the source is away");
	}

	@Test
	void countsFromTheLoadThroughAllTiers() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		cache.put("key", "old");
		this.cluster.time.advance(Duration.ofMinutes(5));
		assertThat(other.get("key")).isNotNull();
		this.cluster.store.failAlways();
		this.cluster.time.advance(MAXIMUM_STALE.minusMinutes(5).minusMillis(1));
		assertThat(other.<String>get("key", this::fail)).isEqualTo("old");
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThatThrownBy(() -> other.get("key", this::fail)).hasRootCauseMessage("the source is away");
	}

	@Test
	void stillCallsTheLoadOfAValueThatIsOver() {
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		assertThat(cache.get("key")).isNull();
		assertThat(cache.contains("key")).isFalse();
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
		assertThat(cache.get("key", String.class)).isEqualTo("new");
	}

	@ParameterizedTest
	@EnumSource
	void servesNothingThatWasInvalidated(Shape shape) {
		List<Consumer<CacheBridgeCache>> invalidations = List.of((cache) -> cache.evict("key"), CacheBridgeCache::clear,
				(cache) -> cache.evictByTag("tag"));
		for (Consumer<CacheBridgeCache> invalidation : invalidations) {
			CacheBridgeCache cache = cache(shape);
			cache.put("key", "old", Set.of("tag"));
			this.cluster.time.advance(this.cluster.settings.timeToLive);
			invalidation.accept(cache);
			assertThatThrownBy(() -> cache.get("key", this::fail)).hasRootCauseMessage("the source is away");
		}
	}

	@ParameterizedTest
	@EnumSource
	void servesNothingThatIsInvalidatedDuringTheLoad(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		outlive(cache, "old");
		assertFailureIsTold(cache, () -> cache.evict("key"));
	}

	@Test
	void servesNothingThatAnotherNodeHasInvalidatedDuringTheLoad() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		outlive(cache, "old");
		assertFailureIsTold(cache, () -> other.evict("key"));
	}

	@Test
	void servesNoCopyOfWhatTheStoreDoesNotHoldAnyMore() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		cache.put("key", "old");
		assertThat(other.get("key")).isNotNull();
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		this.cluster.network.hold();
		cache.evict("key");
		this.cluster.network.drop();
		assertThatThrownBy(() -> other.get("key", this::fail)).hasRootCauseMessage("the source is away");
	}

	@Test
	void servesACopyIfNeitherTheSourceNorTheStoreAnswers() {
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		this.cluster.store.failAlways();
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
	}

	@ParameterizedTest
	@EnumSource
	void letsTheSourceRestAfterAFailure(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		outlive(cache, "old");
		for (int i = 0; i < 10; i++) {
			assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		}
		assertThat(this.attempts).hasValue(1);
		assertThat(cache.statistics().staleServed()).isEqualTo(10);
		this.cluster.time.advance(THROTTLE);
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("new");
	}

	@Test
	void asksTheSourceForEachCallIfNothingCanBeServed() {
		CacheBridgeCache cache = this.cluster.cache();
		for (int i = 0; i < 3; i++) {
			assertThatThrownBy(() -> cache.get("key", this::fail)).hasRootCauseMessage("the source is away");
		}
		assertThat(this.attempts).hasValue(3);
	}

	@Test
	void asksTheSourceAtOnceForWhatWasInvalidatedWhileItRests() {
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		cache.evict("key");
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
	}

	@Test
	void coversTheFailuresThatAreNamedAndTheirSubclasses() {
		this.cluster.settings.failSafe = new FailSafeSettings(true, MAXIMUM_STALE, Duration.ZERO,
				Set.of("java.io.IOException"), Set.of());
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		assertThat(cache.<String>get("key", () -> {
			throw new FileNotFoundException();
		})).isEqualTo("old");
		assertThatThrownBy(() -> cache.get("key", this::fail)).hasRootCauseMessage("the source is away");
	}

	@Test
	void servesNull() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", null);
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		assertThat(cache.<String>get("key", this::fail)).isNull();
		assertThat(this.attempts).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void givesFuturesTheLastValueToo(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		outlive(cache, "old");
		for (int i = 0; i < 3; i++) {
			assertThat(cache.<String>retrieve("key",
					() -> CompletableFuture
						.failedFuture(new IllegalStateException("attempt " + this.attempts.incrementAndGet()))))
				.succeedsWithin(Duration.ofSeconds(5))
				.isEqualTo("old");
		}
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void givesAllWhoWaitTheLastValue() {
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		Gate loading = new Gate();
		Callable<String> load = () -> cache.get("key", () -> {
			loading.pass();
			return fail();
		});
		List<Future<String>> calls = new ArrayList<>(List.of(this.background.call(load)));
		loading.awaitArrival();
		for (int i = 0; i < 5; i++) {
			calls.add(this.background.call(load));
		}
		loading.open();
		assertThat(calls).allSatisfy((call) -> assertThat(Background.result(call)).isEqualTo("old"));
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void hasTheStoreKeepValuesAsLongAsTheyMayBeServed() {
		this.cluster.cache().put("key", "value");
		StoredRecord stored = this.cluster.store.records.get(this.cluster.store.keyEndingWith(":key"));
		assertThat(stored.expiresAt()).isEqualTo(this.cluster.time.instant().plus(MAXIMUM_STALE));
	}

	@Test
	void givesBackTheMemoryOfCopiesThatAreTooOld() {
		CacheBridgeCache cache = cache(Shape.LOCAL);
		cache.put("key", "old");
		this.cluster.time.advance(MAXIMUM_STALE.minusMillis(1));
		cache.removeOutdated();
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		this.cluster.time.advance(Duration.ofMillis(1));
		cache.removeOutdated();
		assertThat(cache.statistics().localSize()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void servesNothingWhoseTagIsEvictedDuringTheLoad(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.put("key", "old", Set.of("tag"));
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		assertFailureIsTold(cache, () -> cache.evictByTag("tag"));
	}

	@Test
	void countsFromThePutThatIsMadeUpForLater() {
		this.cluster.settings.timeToLive = Duration.ofMinutes(50);
		this.cluster.settings.localTimeToLive = Duration.ofMinutes(50);
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "first");
		this.cluster.store.failAlways();
		cache.put("key", "old");
		this.cluster.time.advance(Duration.ofMinutes(45));
		this.cluster.store.work();
		assertThat(cache.recover(() -> true)).isTrue();
		this.cluster.time.advance(Duration.ofMinutes(14));
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		this.cluster.time.advance(Duration.ofMinutes(1));
		assertThatThrownBy(() -> cache.get("key", this::fail)).hasRootCauseMessage("the source is away");
	}

	@Test
	void keepsCopiesThroughChangesOfOtherKeys() {
		CacheBridgeCache cache = cache(Shape.LOCAL);
		IntStream.range(0, 500).forEach((i) -> cache.put("key" + i, "old"));
		IntStream.range(0, 10_000).forEach((i) -> cache.evict("other" + i));
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		cache.removeOutdated();
		assertThat(IntStream.range(0, 500).mapToObj((i) -> cache.<String>get("key" + i, this::fail)))
			.containsOnly("old");
	}

	@Test
	void servesAllNodesWhileTheSourceHangsForOne() {
		this.cluster.settings.singleFlight = SingleFlight.CLUSTER;
		this.cluster.settings.followerTimeout = Duration.ofMillis(400);
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		outlive(cache, "old");
		Gate loading = new Gate();
		Future<String> load = this.background.call(() -> cache.get("key", () -> {
			loading.pass();
			return fail();
		}));
		loading.awaitArrival();
		assertThat(other.<String>get("key", this::fail)).isEqualTo("old");
		loading.open();
		assertThat(Background.result(load)).isEqualTo("old");
		this.cluster.time.advance(THROTTLE);
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
	}

	@Test
	void writesNothingWhileTheSourceRests() {
		this.cluster.settings.singleFlight = SingleFlight.CLUSTER;
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		StoredRecord before = this.cluster.store.records.get(this.cluster.store.keyEndingWith(":key"));
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		assertThat(this.cluster.store.records.get(this.cluster.store.keyEndingWith(":key")).version())
			.isEqualTo(before.version());
	}

	@Test
	void takesErrorsAndInterruptionsForNoFailureOfTheSource() {
		this.cluster.settings.failSafe = failSafe(MAXIMUM_STALE, Set.of("java.lang.Throwable"));
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		for (Throwable failure : List.of(new StackOverflowError(), new InterruptedException(),
				new CancellationException())) {
			assertThatThrownBy(() -> cache.get("key", () -> {
				if (failure instanceof Error error) {
					throw error;
				}
				throw (Exception) failure;
			})).satisfiesAnyOf((thrown) -> assertThat(thrown).isSameAs(failure),
					(thrown) -> assertThat(thrown).hasRootCause(failure));
		}
	}

	@ParameterizedTest
	@EnumSource
	void servesNothingOlderThanAnAnswerThatIsNotStored(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		this.cluster.settings.nullValues = NullValues.SKIP;
		CacheBridgeCache skipping = this.cluster.other();
		outlive(skipping, "old");
		assertThat(skipping.<String>get("key", () -> null)).isNull();
		assertThatThrownBy(() -> skipping.get("key", this::fail)).hasRootCauseMessage("the source is away");
		assertThat(cache.get("key")).isNull();
	}

	@Test
	void servesNothingOlderThanTheAnswerThatThereIsNothing() {
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		assertThatThrownBy(() -> cache.get("key", () -> {
			throw new NoSuchElementException("no such thing");
		})).hasRootCauseMessage("no such thing");
		assertThatThrownBy(() -> cache.get("key", this::fail)).hasRootCauseMessage("the source is away");
	}

	@Test
	void loadsWhatIsExpiredEvenIfTheSourceRests() {
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
		cache.expire("key");
		assertThat(cache.<String>get("key", () -> "new")).isEqualTo("new");
	}

	@Test
	void takesAnyLimit() {
		this.cluster.settings.failSafe = failSafe(ChronoUnit.FOREVER.getDuration(), FailSafeSettings.OFF.exceptions());
		CacheBridgeCache cache = this.cluster.cache();
		outlive(cache, "old");
		assertThat(cache.<String>get("key", this::fail)).isEqualTo("old");
	}

	@Test
	void endsCopiesNoLaterThanTheirRecords() {
		this.cluster.settings.failSafe = FailSafeSettings.OFF;
		this.cluster.settings.timeToLive = Duration.ofSeconds(10);
		CacheBridgeCache cache = this.cluster.cache();
		Gate storing = this.cluster.store.holdBefore("put", ":key");
		Future<?> put = this.background.run(() -> cache.put("key", "value"));
		storing.awaitArrival();
		this.cluster.time.advance(Duration.ofSeconds(8));
		storing.open();
		Background.result(put);
		assertThat(cache.get("key")).isNotNull();
		this.cluster.time.advance(Duration.ofSeconds(2));
		assertThat(cache.get("key")).isNull();
	}

}

package io.cachebridge.core;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.cachebridge.core.CacheSettings.SingleFlight;
import io.cachebridge.core.RemoteSettings.Fill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a load says of its result, apart from tags.
 */
class LoadContextTests {

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	private static final Instant MODIFIED = Instant.parse("2024-12-24T18:00:00Z");

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private CacheBridgeCache cache(Shape shape) {
		this.cluster.close();
		this.cluster = new Cluster(shape);
		this.cluster.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(3), Duration.ofSeconds(30),
				FailSafeSettings.OFF.exceptions(), FailSafeSettings.OFF.ignoredExceptions());
		return this.cluster.cache();
	}

	private static @Nullable String load(CacheBridgeCache cache, String value, Consumer<LoadContext> says) {
		return cache.getOrLoad("key", (context) -> {
			says.accept(context);
			return value;
		});
	}

	private static @Nullable String confirm(CacheBridgeCache cache) {
		return cache.getOrLoad("key", LoadContext::notModified);
	}

	private static @Nullable StaleValue stale(CacheBridgeCache cache) {
		StaleValue[] stale = new StaleValue[1];
		cache.<String>getOrLoad("key", (context) -> {
			stale[0] = context.staleValue();
			context.skip();
			return "other";
		});
		return stale[0];
	}

	@ParameterizedTest
	@EnumSource
	void aResultLivesAsLongAsItsLoadSays(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		for (Duration time : new Duration[] { Duration.ofSeconds(5), TIME_TO_LIVE.plusMinutes(5) }) {
			load(cache, "value", (context) -> context.timeToLive(time));
			this.cluster.time.advance(time.minusMillis(1));
			assertThat(cache.get("key")).isNotNull();
			this.cluster.time.advance(Duration.ofMillis(1));
			assertThat(cache.get("key")).isNull();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1 })
	void aResultThatIsAlreadyOverIsNotStoredAndEndsTheLastValue(int seconds) {
		CacheBridgeCache cache = cache(Shape.TIERED);
		cache.put("key", "old");
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(load(cache, "over", (context) -> context.timeToLive(Duration.ofSeconds(seconds)))).isEqualTo("over");
		assertThat(cache.get("key")).isNull();
		assertThat(stale(cache)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aPutValueLivesForATimeOfItsOwn(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.put("key", "value", Duration.ofSeconds(5));
		this.cluster.time.advance(Duration.ofSeconds(5).minusMillis(1));
		assertThat(cache.get("key")).isNotNull();
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThat(cache.get("key")).isNull();
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put("key", "value", Duration.ZERO))
			.withMessage("'timeToLive' must be positive but was PT0S");
	}

	@Test
	void aPutThatIsMadeUpForKeepsItsTime() {
		CacheBridgeCache cache = cache(Shape.REMOTE);
		cache.put("key", "old");
		this.cluster.store.failAlways();
		cache.put("key", "value", Duration.ofSeconds(5));
		this.cluster.time.advance(Duration.ofSeconds(3));
		this.cluster.store.work();
		assertThat(cache.recover(() -> true)).isTrue();
		this.cluster.time.advance(Duration.ofSeconds(2));
		assertThat(cache.get("key")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aLoadSeesTheLastValueAndWhatWasStoredWithIt(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		load(cache, "value", (context) -> {
			assertThat(context.staleValue()).isNull();
			context.etag("W/\"1\"");
			context.lastModified(MODIFIED);
		});
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(stale(cache)).isEqualTo(new StaleValue("value", "W/\"1\"", MODIFIED));
		assertThat(stale(cache)).isNull();
	}

	@Test
	void anotherNodeSeesThemTooAndAlsoWhileTheStoreIsAway() {
		CacheBridgeCache cache = cache(Shape.TIERED);
		load(cache, "value", (context) -> context.etag("1"));
		assertThat(this.cluster.other().get("key")).isNotNull();
		this.cluster.time.advance(TIME_TO_LIVE);
		this.cluster.store.failAlways();
		assertThat(stale(this.cluster.other())).isEqualTo(new StaleValue("value", "1", null));
	}

	@Test
	void thereIsNoLastValueWithoutFailSafe() {
		CacheBridgeCache cache = this.cluster.cache();
		load(cache, "value", (context) -> context.etag("1"));
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThatThrownBy(() -> confirm(cache)).hasRootCauseInstanceOf(IllegalStateException.class)
			.hasStackTraceContaining("There is no stale value of key 'key'");
		assertThat(stale(cache)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNotModifiedBeginsANewLife(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		load(cache, "value", (context) -> {
			context.etag("1");
			context.lastModified(MODIFIED);
			context.tags("tag");
		});
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(confirm(cache)).isEqualTo("value");
		this.cluster.time.advance(TIME_TO_LIVE.minusMillis(1));
		assertThat(cache.get("key")).isNotNull();
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThat(cache.get("key")).isNull();
		String again = cache.getOrLoad("key", (context) -> {
			assertThat(context.staleValue()).isEqualTo(new StaleValue("value", "1", MODIFIED));
			context.etag("2");
			return context.notModified();
		});
		assertThat(again).isEqualTo("value");
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(stale(cache)).isEqualTo(new StaleValue("value", "2", MODIFIED));
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNotModifiedKeepsItsTags(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		load(cache, "value", (context) -> context.tags("tag"));
		this.cluster.time.advance(TIME_TO_LIVE);
		confirm(cache);
		assertThat(cache.get("key")).isNotNull();
		cache.evictByTag("tag");
		assertThat(cache.get("key")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsInvalidatedDuringTheLoadIsNotRaisedFromTheDead(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		for (Consumer<CacheBridgeCache> invalidation : invalidations()) {
			load(cache, "value", (context) -> context.tags("tag"));
			this.cluster.time.advance(TIME_TO_LIVE);
			assertIsNotStored(cache, invalidation);
		}
	}

	@Test
	void norIfAnotherNodeHasInvalidatedIt() {
		CacheBridgeCache cache = cache(Shape.REMOTE);
		CacheBridgeCache other = this.cluster.other();
		for (Consumer<CacheBridgeCache> invalidation : invalidations()) {
			load(cache, "value", (context) -> context.tags("tag"));
			this.cluster.time.advance(TIME_TO_LIVE);
			assertIsNotStored(cache, (ignored) -> invalidation.accept(other));
		}
	}

	private static Set<Consumer<CacheBridgeCache>> invalidations() {
		return Set.of((cache) -> cache.evict("key"), CacheBridgeCache::clear, (cache) -> cache.evictByTag("tag"));
	}

	private void assertIsNotStored(CacheBridgeCache cache, Consumer<CacheBridgeCache> invalidation) {
		Gate loading = new Gate();
		Future<String> load = this.background.call(() -> cache.getOrLoad("key", (context) -> {
			assertThat(context.staleValue()).isNotNull();
			loading.pass();
			return context.notModified();
		}));
		loading.awaitArrival();
		invalidation.accept(cache);
		loading.open();
		assertThat(Background.result(load)).isEqualTo("value");
		assertThat(cache.get("key")).isNull();
		assertThat(stale(cache)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void newTagsDoNotHideThatAnOldOneWasEvicted(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		load(cache, "value", (context) -> context.tags("old"));
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(cache.<String>getOrLoad("key", (context) -> {
			context.tags("new");
			String value = context.notModified();
			cache.evictByTag("old");
			return value;
		})).isEqualTo("value");
		assertThat(cache.get("key")).isNull();
		assertThat(stale(cache)).isNull();
	}

	/**
	 * The eviction takes place after the last value was found and before the stamp of
	 * tags is noted, so that only the epochs of the value itself can tell.
	 */
	@Test
	void norIfItsTagIsEvictedBetweenTheLookAndTheLoad() {
		CacheBridgeCache cache = cache(Shape.REMOTE);
		CacheBridgeCache other = this.cluster.other();
		load(cache, "value", (context) -> context.tags("tag"));
		this.cluster.time.advance(TIME_TO_LIVE);
		Gate stamp = this.cluster.store.holdBefore("getAll", "#tags");
		Future<String> load = this.background.call(() -> confirm(cache));
		stamp.awaitArrival();
		other.evictByTag("tag");
		stamp.open();
		assertThat(Background.result(load)).isEqualTo("value");
		assertThat(cache.get("key")).isNull();
		assertThat(stale(cache)).isNull();
	}

	@Test
	void aPlainFillIsRefusedToo() {
		cache(Shape.REMOTE);
		this.cluster.settings.fill = Fill.PLAIN;
		this.cluster.settings.singleFlight = SingleFlight.NONE;
		CacheBridgeCache cache = this.cluster.addNode((builder) -> {
		}).getCache(Cluster.CACHE);
		load(cache, "value", (context) -> context.tags("tag"));
		this.cluster.time.advance(TIME_TO_LIVE);
		assertIsNotStored(cache, (same) -> same.evict("key"));
	}

	@Test
	void anotherValueIsNotTakenForTheUnmodifiedOne() {
		CacheBridgeCache cache = cache(Shape.TIERED);
		cache.put("key", "old");
		this.cluster.time.advance(TIME_TO_LIVE.multipliedBy(20));
		cache.put("key", "old");
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(cache.<String>getOrLoad("key", (context) -> {
			context.notModified();
			return "new";
		})).isEqualTo("old");
		assertThat(cache.statistics().loadFailures()).isOne();
		assertThat(cache.get("key")).isNull();
	}

	@Test
	void aLoadThatSaysItFailedGivesTheLastValueWhateverCountsAsFailure() {
		cache(Shape.TIERED);
		this.cluster.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(3), Duration.ZERO,
				Set.of(IOException.class.getName()), Set.of(RuntimeException.class.getName()));
		CacheBridgeCache cache = this.cluster.addNode((builder) -> {
		}).getCache(Cluster.CACHE);
		cache.put("key", "old");
		this.cluster.time.advance(TIME_TO_LIVE);
		assertThat(cache.<String>getOrLoad("key", (context) -> {
			throw context.fail("answered 503");
		})).isEqualTo("old");
		assertThat(cache.<String>getOrLoad("key", (context) -> {
			throw context.fail(new NoSuchElementException("odd"));
		})).isEqualTo("old");
		cache.evict("key");
		assertThatThrownBy(() -> cache.getOrLoad("key", (context) -> {
			throw context.fail(new FileNotFoundException("gone"));
		})).hasCauseInstanceOf(LoadFailedException.class).hasRootCauseInstanceOf(FileNotFoundException.class);
	}

	@Test
	void whatNoStoreCanHoldIsRefused() {
		CacheBridgeCache cache = cache(Shape.LOCAL);
		load(cache, "value", (context) -> {
			for (String etag : new String[] { "", "a\nb", "e".repeat(1025) }) {
				assertThatIllegalArgumentException().isThrownBy(() -> context.etag(etag));
			}
			assertThatIllegalArgumentException().isThrownBy(() -> context.lastModified(Instant.MAX))
				.withMessageContaining("years 0 to 9999");
		});
	}

	@Test
	void aDumpHoldsThemToo() throws IOException {
		CacheBridgeCache cache = cache(Shape.TIERED);
		load(cache, "value", (context) -> {
			context.etag("\"1\"");
			context.lastModified(MODIFIED);
			context.timeToLive(Duration.ofHours(1));
		});
		StringWriter lines = new StringWriter();
		cache.dump().writeTo(lines);
		cache.clear();
		assertThat(cache.dump().readFrom(new StringReader(lines.toString()))).isOne();
		this.cluster.time.advance(Duration.ofMinutes(59));
		assertThat(cache.get("key")).isNotNull();
		cache.expire("key");
		assertThat(stale(cache)).isEqualTo(new StaleValue("value", "\"1\"", MODIFIED));
		String damaged = lines.toString().replace("2024-12-24T18:00:00Z", "never");
		assertThatIllegalArgumentException().isThrownBy(() -> cache.dump().readFrom(new StringReader(damaged)));
	}

}

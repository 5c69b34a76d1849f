package io.cachebridge.core;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CacheSemanticsTests {

	private Cluster cluster = new Cluster(Shape.LOCAL);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	private CacheBridgeCache cache(Shape shape) {
		this.cluster = new Cluster(shape);
		return this.cluster.cache();
	}

	@ParameterizedTest
	@EnumSource
	void knowsItsNameAndItself(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(cache.getName()).isEqualTo(Cluster.CACHE);
		assertThat(cache.getNativeCache()).isSameAs(cache);
	}

	@ParameterizedTest
	@EnumSource
	void getReturnsWhatWasPut(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(cache.get("key")).isNull();
		cache.put("key", "value");
		assertThat(value(cache.get("key"))).isEqualTo("value");
		cache.put("key", "other");
		assertThat(value(cache.get("key"))).isEqualTo("other");
		assertThat(cache.get("Key")).isNull();
		assertThat(cache.get(1)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void holdsNull(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.put("key", null);
		assertThat(Objects.requireNonNull(cache.get("key")).get()).isNull();
		assertThat(cache.get("key", String.class)).isNull();
		assertThat(cache.<String>get("key", () -> "loaded")).isNull();
		assertThat(cache.retrieve("key", () -> CompletableFuture.completedFuture("loaded")).join()).isNull();
		assertThat(retrieved(cache, "key")).isInstanceOfSatisfying(ValueWrapper.class,
				(wrapper) -> assertThat(wrapper.get()).isNull());
	}

	@ParameterizedTest
	@EnumSource
	void getWithTypeChecksTheType(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(cache.get("key", String.class)).isNull();
		cache.put("key", "value");
		assertThat(cache.get("key", String.class)).isEqualTo("value");
		assertThat(cache.get("key", CharSequence.class)).isEqualTo("value");
		assertThat(cache.get("key", (Class<?>) null)).isEqualTo("value");
		assertThatIllegalStateException().isThrownBy(() -> cache.get("key", Integer.class))
			.withMessageContaining("java.lang.Integer");
	}

	@ParameterizedTest
	@EnumSource
	void getWithLoaderLoadsOnce(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(cache.<String>get("key", () -> "again")).isEqualTo("loaded");
		assertThat(value(cache.get("key"))).isEqualTo("loaded");
	}

	@ParameterizedTest
	@EnumSource
	void aFailingLoaderIsToldAndNothingIsCached(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		IOException failure = new IOException("source is down");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> cache.get("key", () -> {
			throw failure;
		})).withCause(failure).satisfies((ex) -> assertThat(ex.getKey()).isEqualTo("key"));
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(() -> cache.get("key", () -> {
			throw new StackOverflowError();
		}));
		assertThat(cache.get("key")).isNull();
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(cache.statistics().loadFailures()).isEqualTo(2);
	}

	@ParameterizedTest
	@EnumSource
	void putIfAbsentTellsWhatIsThere(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(cache.putIfAbsent("key", "one")).isNull();
		assertThat(value(cache.putIfAbsent("key", "two"))).isEqualTo("one");
		assertThat(value(cache.get("key"))).isEqualTo("one");
		cache.put("null", null);
		assertThat(Objects.requireNonNull(cache.putIfAbsent("null", "two")).get()).isNull();
		assertThat(cache.putIfAbsent("other null", null)).isNull();
		assertThat(Objects.requireNonNull(cache.get("other null")).get()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void evictRemovesOneKey(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.put("key", "value");
		cache.put("other", "value");
		cache.evict("key");
		cache.evict("never there");
		assertThat(cache.get("key")).isNull();
		assertThat(cache.get("other")).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void evictIfPresentTellsTheTruth(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(cache.evictIfPresent("key")).isFalse();
		cache.put("key", "value");
		assertThat(cache.evictIfPresent("key")).isTrue();
		assertThat(cache.evictIfPresent("key")).isFalse();
		assertThat(cache.get("key")).isNull();
		cache.put("key", "value");
		cache.clear();
		assertThat(cache.evictIfPresent("key")).isFalse();
		cache.put("key", "value");
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		assertThat(cache.evictIfPresent("key")).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void clearRemovesEverything(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.clear();
		cache.put("key", "value");
		cache.put(2, "value");
		cache.clear();
		assertThat(cache.get("key")).isNull();
		assertThat(cache.get(2)).isNull();
		cache.put("key", "value");
		assertThat(cache.get("key")).isNotNull();
	}

	@ParameterizedTest
	@EnumSource
	void invalidateTellsTheTruth(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(cache.invalidate()).isFalse();
		cache.put("key", "value");
		assertThat(cache.invalidate()).isTrue();
		assertThat(cache.get("key")).isNull();
		assertThat(cache.invalidate()).isFalse();
		cache.put("key", "value");
		this.cluster.time.advance(this.cluster.settings.timeToLive);
		assertThat(cache.invalidate()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void valuesExpire(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.put("put", "value");
		cache.<String>get("loaded", () -> "value");
		this.cluster.time.advance(this.cluster.settings.timeToLive.minusMillis(1));
		assertThat(cache.get("put")).isNotNull();
		assertThat(cache.get("loaded")).isNotNull();
		this.cluster.time.advance(Duration.ofMillis(1));
		assertThat(cache.get("put")).isNull();
		assertThat(cache.get("loaded")).isNull();
		assertThat(cache.<String>get("loaded", () -> "anew")).isEqualTo("anew");
		assertThat(value(cache.get("loaded"))).isEqualTo("anew");
	}

	@ParameterizedTest
	@EnumSource
	void retrieveFindsWhatGetFinds(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThat(retrieved(cache, "key")).isNull();
		assertThat(cache.retrieve("key", () -> CompletableFuture.completedFuture("loaded")).join()).isEqualTo("loaded");
		assertThat(cache.retrieve("key", () -> CompletableFuture.completedFuture("again")).join()).isEqualTo("loaded");
		assertThat(retrieved(cache, "key")).isInstanceOfSatisfying(ValueWrapper.class,
				(wrapper) -> assertThat(wrapper.get()).isEqualTo("loaded"));
	}

	@ParameterizedTest
	@EnumSource
	void aFailingFutureIsToldAndNothingIsCached(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		IOException failure = new IOException("source is down");
		assertThat(cache.retrieve("key", () -> CompletableFuture.failedFuture(failure)))
			.failsWithin(Duration.ofSeconds(5))
			.withThrowableOfType(ExecutionException.class)
			.withCause(failure);
		assertThat(cache.<String>retrieve("key", () -> {
			throw new IllegalStateException("not even a future");
		})).failsWithin(Duration.ofSeconds(5))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(cache.retrieve("key", () -> CompletableFuture.completedFuture("loaded")).join()).isEqualTo("loaded");
	}

	@ParameterizedTest
	@EnumSource
	void refusesNullKeys(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		assertThatIllegalArgumentException().isThrownBy(() -> cache.get(null));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.get(null, () -> "loaded"));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.put(null, "value"));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.putIfAbsent(null, "value"));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.evict(null));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.evictIfPresent(null));
		assertThatIllegalArgumentException().isThrownBy(() -> cache.retrieve(null));
	}

	@ParameterizedTest
	@EnumSource
	void arraysAreKeysByWhatTheyHold(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.put(new int[] { 1, 2 }, "value");
		assertThat(value(cache.get(new int[] { 1, 2 }))).isEqualTo("value");
		assertThat(cache.get(new int[] { 2, 1 })).isNull();
		cache.evict(new int[] { 1, 2 });
		assertThat(cache.get(new int[] { 1, 2 })).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void countsWhatItDoes(Shape shape) {
		CacheBridgeCache cache = cache(shape);
		cache.get("key");
		cache.<String>get("key", () -> "loaded");
		cache.<String>get("key", () -> "again");
		cache.get("key");
		cache.put("key", "put");
		cache.putIfAbsent("key", "ignored");
		cache.evict("key");
		cache.clear();
		CacheStatistics statistics = cache.statistics();
		assertThat(statistics.misses()).isEqualTo(2);
		assertThat(statistics.loads()).isEqualTo(1);
		assertThat(statistics.hits()).isEqualTo(2);
		assertThat((shape == Shape.REMOTE) ? statistics.remoteHits() : statistics.localHits()).isEqualTo(2);
		assertThat(statistics.puts()).isEqualTo(1);
		assertThat(statistics.evicts()).isEqualTo(2);
		assertThat(statistics.loadFailures() + statistics.refusedFills() + statistics.unreadable()
				+ statistics.rejectedValues() + statistics.backendFailures() + statistics.untold()
				+ statistics.localEvictions() + statistics.invalidations())
			.isZero();
	}

	private static Object value(Cache.ValueWrapper wrapper) {
		return Objects.requireNonNull(Objects.requireNonNull(wrapper).get());
	}

	private static Object retrieved(CacheBridgeCache cache, Object key) {
		CompletableFuture<?> future = cache.retrieve(key);
		return (future != null) ? future.join() : null;
	}

}

package io.cachebridge.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.cachebridge.core.CacheSettings.OnError;
import io.cachebridge.spi.BackendUnavailableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class StoreFailureTests {

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	private CacheBridgeCache failing(OnError onError) {
		this.cluster.settings.onError = onError;
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.store.failAlways();
		return cache;
	}

	static Stream<Named<Consumer<CacheBridgeCache>>> operations() {
		return Stream.of(Named.of("get", (cache) -> assertThat(cache.get("key")).isNull()),
				Named.of("get with loader",
						(cache) -> assertThat(cache.<String>get("loaded", () -> "loaded")).isEqualTo("loaded")),
				Named.of("put", (cache) -> cache.put("key", "value")), Named.of("evict", (cache) -> cache.evict("key")),
				Named.of("evictIfPresent", (cache) -> assertThat(cache.evictIfPresent("key")).isFalse()),
				Named.of("clear", CacheBridgeCache::clear),
				Named.of("invalidate", (cache) -> assertThat(cache.invalidate()).isFalse()));
	}

	@ParameterizedTest
	@MethodSource("operations")
	void nobodyNoticesUnlessTold(Consumer<CacheBridgeCache> operation) {
		CacheBridgeCache cache = failing(OnError.BYPASS);
		operation.accept(cache);
		assertThat(cache.statistics().backendFailures()).isPositive();
	}

	@ParameterizedTest
	@MethodSource("operations")
	void throwsIfTold(Consumer<CacheBridgeCache> operation) {
		CacheBridgeCache cache = failing(OnError.THROW);
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> operation.accept(cache));
		assertThat(cache.statistics().backendFailures()).isPositive();
	}

	@ParameterizedTest
	@EnumSource
	void putIfAbsentThrowsWhenItCannotKeepItsWord(OnError onError) {
		CacheBridgeCache cache = failing(onError);
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> cache.putIfAbsent("key", "value"));
		this.cluster.store.fail("putIf");
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> cache.putIfAbsent("key", "value"));
		this.cluster.store.work();
		assertThat(cache.putIfAbsent("key", "value")).isNull();
	}

	@Test
	void putIfAbsentGivesUpOnAStoreThatDoesNotShowWhatItHolds() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "hidden");
		this.cluster.store.blind = true;
		assertThatExceptionOfType(BackendUnavailableException.class)
			.isThrownBy(() -> cache.putIfAbsent("key", "value"));
	}

	@Test
	void futuresLoadWithoutTheStore() {
		CacheBridgeCache cache = failing(OnError.BYPASS);
		CompletableFuture<?> miss = cache.retrieve("key");
		assertThat(miss).isNotNull();
		assertThat(Background.<Object>result(cast(miss))).isNull();
		assertThat(Background.result(cache.retrieve("key", () -> CompletableFuture.completedFuture("loaded"))))
			.isEqualTo("loaded");
	}

	@SuppressWarnings("unchecked")
	private static Future<Object> cast(Future<?> future) {
		return (Future<Object>) future;
	}

	@Test
	void whatIsLoadedWithoutTheStoreIsKeptLocally() {
		CacheBridgeCache cache = failing(OnError.BYPASS);
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		assertThat(cache.<String>get("key", () -> "again")).isEqualTo("loaded");
		cache.evict("key");
		assertThat(cache.<String>get("key", () -> "again")).isEqualTo("again");
	}

	@Test
	void resumesWhenTheStoreIsBack() {
		CacheBridgeCache cache = failing(OnError.BYPASS);
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		cache.put("put", "not stored");
		this.cluster.store.work();
		assertThat(cache.get("put", String.class)).isEqualTo("not stored");
		cache.put("put", "stored");
		assertThat(this.cluster.other().get("put", String.class)).isEqualTo("stored");
		assertThat(this.cluster.other().get("key")).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void aFillThatFailsIsKeptOnlyWhereItIsSafe(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.store.fail("putIf", "put");
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
		this.cluster.store.work();
		assertThat(cache.get("key") != null).isEqualTo(shape != Shape.REMOTE);
	}

	@Test
	void anEvictionThatFailsIsToldToOtherNodesAllTheSame() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "value");
		assertThat(this.cluster.other().get("key")).isNotNull();
		this.cluster.store.fail("delete");
		cache.evict("key");
		assertThat(this.cluster.other().statistics().invalidations()).isPositive();
		assertThat(cache.statistics().backendFailures()).isEqualTo(1);
	}

	@Test
	void anEvictionThatThrowsHasRemovedTheLocalCopy() {
		this.cluster.settings.onError = OnError.THROW;
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "value");
		this.cluster.store.failAlways();
		assertThat(cache.get("key")).isNotNull();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.evict("key"));
		assertThat(cache.get("key")).isNull();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.get("other"));
	}

	@Test
	void aPutThatThrowsLeavesNothingOldBehind() {
		this.cluster.settings.onError = OnError.THROW;
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "old");
		this.cluster.store.fail("put");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.put("key", "new"));
		assertThat(cache.get("key")).isNull();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(cache::clear);
		assertThat(cache.get("key")).isNull();
	}

	@Test
	void aLeaderThatCannotReadTheStoreLeavesItsFollowersToThemselves() {
		this.cluster.settings.onError = OnError.THROW;
		CacheBridgeCache cache = this.cluster.cache();
		Gate read = this.cluster.store.holdBefore("getAll", ":key");
		Future<String> leader = this.background.call(() -> cache.get("key", () -> "leader"));
		read.awaitArrival();
		Future<String> follower = this.background.call(() -> cache.get("key", () -> "follower"));
		await().until(() -> this.background.waiting() == 2);
		this.cluster.store.fail("getAll");
		read.open();
		assertThat(leader).failsWithin(Duration.ofSeconds(5));
		assertThat(follower).failsWithin(Duration.ofSeconds(5));
		this.cluster.store.work();
		assertThat(cache.<String>get("key", () -> "loaded")).isEqualTo("loaded");
	}

	@Test
	void everyFailureIsToldAndAFailingListenerBreaksNothing() {
		List<String> failures = new CopyOnWriteArrayList<>();
		this.cluster.addNode((builder) -> builder.listeners(List.of(new CacheEventListener() {

			@Override
			public void onBackendFailure(String cache, String backend, String operation, Exception cause) {
				failures.add(operation);
				throw new IllegalStateException("listener");
			}

			@Override
			public void onMiss(String cache, Object key) {
				throw new IllegalStateException("listener");
			}

		})));
		CacheBridgeCache cache = failing(OnError.BYPASS);
		assertThat(cache.get("key")).isNull();
		cache.evict("key");
		assertThat(failures).containsExactly("getAll", "delete");
	}

}

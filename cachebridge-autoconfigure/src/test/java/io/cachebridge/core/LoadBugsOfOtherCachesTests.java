package io.cachebridge.core;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.test.util.ReflectionTestUtils;

import io.cachebridge.core.CacheSettings.SingleFlight;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Mistakes that other caches have made when loads wait for each other or hang. A follower
 * that waits too long is in {@link SingleFlightTests}.
 */
class LoadBugsOfOtherCachesTests {

	private static final Duration SOON = Duration.ofSeconds(3);

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.LOCAL);

	@AfterEach
	void close() {
		Object flights = ReflectionTestUtils.getField(this.cluster.cache().flights(), "flights");
		assertThat((Map<?, ?>) flights).isEmpty();
		assertThat(LoadMark.isLoading()).isFalse();
		this.background.close();
		this.cluster.close();
	}

	private CacheBridgeCache start(Shape shape) {
		this.cluster.close();
		this.cluster = new Cluster(shape);
		return this.cluster.cache();
	}

	private CacheBridgeCache startSharing() {
		this.cluster.close();
		this.cluster = new Cluster(Shape.TIERED);
		this.cluster.settings.singleFlight = SingleFlight.CLUSTER;
		return this.cluster.cache();
	}

	/**
	 * Loader hangs, key evicted, next caller comes.
	 */
	@ParameterizedTest
	@EnumSource
	void nobodyWaitsForAHungLoadAfterAnEviction(Shape shape) {
		CacheBridgeCache cache = start(shape);
		Gate gate = new Gate();
		Future<String> hung = this.background.call(() -> cache.get("key", () -> {
			gate.pass();
			return "hung";
		}));
		gate.awaitArrival();
		cache.evict("key");
		assertThat(cache.<String>get("key", () -> "fresh")).isEqualTo("fresh");
		gate.open();
		assertThat(Background.result(hung)).isIn("hung", "fresh");
		assertThat(cache.get("key", String.class)).isEqualTo("fresh");
	}

	/**
	 * Loader hangs on one node, next caller comes on another.
	 */
	@Test
	void nobodyWaitsForEverForAHungLoadOfAnotherNode() {
		CacheBridgeCache cache = startSharing();
		this.cluster.settings.followerTimeout = Duration.ofMillis(400);
		Gate gate = new Gate();
		Future<String> hung = this.background.call(() -> cache.get("key", () -> {
			gate.pass();
			return "hung";
		}));
		gate.awaitArrival();
		CacheBridgeCache other = this.cluster.other();
		Future<String> next = this.background.call(() -> other.get("key", () -> "fresh"));
		assertThat(next).succeedsWithin(SOON).isEqualTo("fresh");
		gate.open();
		assertThat(Background.result(hung)).isNotNull();
		assertThat(cache.get("key", String.class)).isEqualTo(other.get("key", String.class));
	}

	/**
	 * Loader asks for its own key.
	 */
	@ParameterizedTest
	@EnumSource
	void aLoadMayNeedItsOwnKey(Shape shape) {
		CacheBridgeCache cache = start(shape);
		String value = cache.get("key", () -> "outer of " + cache.<String>get("key", () -> "inner"));
		assertThat(value).isEqualTo("outer of inner");
		assertThat(cache.get("key", String.class)).isEqualTo("outer of inner");
		String later = cache
			.retrieve("later", () -> cache.retrieve("later", () -> this.background.later(() -> "inner")))
			.join();
		assertThat(later).isEqualTo("inner");
	}

	/**
	 * Loader asks another node for its own key, which is reserved for the loader.
	 */
	@Test
	void aLoadMayNeedItsOwnKeyFromAnotherNode() {
		CacheBridgeCache cache = startSharing();
		CacheBridgeCache other = this.cluster.other();
		Future<String> outer = this.background
			.call(() -> cache.get("key", () -> "outer of " + other.<String>get("key", () -> "inner")));
		assertThat(outer).succeedsWithin(SOON).isIn("outer of inner", "inner");
		assertThat(cache.get("key", String.class)).isEqualTo(other.get("key", String.class));
	}

	/**
	 * Load of a begins, load of b begins, each asks for the other's key.
	 */
	@ParameterizedTest
	@EnumSource
	void crossedLoadsDoNotWaitForEachOther(Shape shape) {
		CacheBridgeCache cache = start(shape);
		assertCrossedLoadsEnd(cache, cache);
	}

	/**
	 * The same on two nodes that share their loads.
	 */
	@Test
	void crossedLoadsOfTwoNodesDoNotWaitForEachOther() {
		assertCrossedLoadsEnd(startSharing(), this.cluster.other());
	}

	private void assertCrossedLoadsEnd(CacheBridgeCache one, CacheBridgeCache other) {
		CyclicBarrier bothLoad = new CyclicBarrier(2);
		Future<String> a = this.background.call(() -> one.get("a", () -> {
			bothLoad.await(SOON.toSeconds(), TimeUnit.SECONDS);
			return "a of " + one.<String>get("b", () -> "own b");
		}));
		Future<String> b = this.background.call(() -> other.get("b", () -> {
			bothLoad.await(SOON.toSeconds(), TimeUnit.SECONDS);
			return "b of " + other.<String>get("a", () -> "own a");
		}));
		assertThat(a).succeedsWithin(SOON).asString().startsWith("a of ");
		assertThat(b).succeedsWithin(SOON).asString().startsWith("b of ");
	}

}

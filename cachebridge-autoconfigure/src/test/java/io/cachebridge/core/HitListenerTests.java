package io.cachebridge.core;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners are told of hits if they, or what they extend, override that method.
 */
class HitListenerTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	static Stream<HitListener> listeners() {
		return Stream.of(new HitListener(), new DistantHitListener(), new HitListener() {
		});
	}

	@ParameterizedTest
	@MethodSource("listeners")
	void isToldOfLocalAndOfRemoteHits(HitListener listener) {
		CacheBridgeCache cache = cacheWith(listener);
		this.cluster.other().put("key", "value");
		assertThat(cache.get("key")).isNotNull();
		assertThat(cache.get("key")).isNotNull();
		assertThat(listener.hits).containsExactly("things key REMOTE", "things key LOCAL");
		assertThat(cache.statistics().remoteHits()).isOne();
		assertThat(cache.statistics().localHits()).isOne();
	}

	@Test
	void isToldOfHitsByTheDefaultMethodOfAnInterface() {
		List<String> hits = new CopyOnWriteArrayList<>();
		NamedHits listener = () -> hits;
		CacheBridgeCache cache = cacheWith(listener);
		cache.put("key", "value");
		assertThat(cache.get("key")).isNotNull();
		assertThat(hits).containsExactly("key");
	}

	@Test
	void isNotCalledForHitsIfItDoesNotOverrideThem() {
		PutListener deaf = new PutListener();
		HitListener told = new HitListener();
		CacheBridgeCache cache = cacheWith(deaf, told);
		cache.put("key", "value");
		assertThat(cache.get("key")).isNotNull();
		assertThat(told.hits).containsExactly("things key LOCAL");
		assertThat(deaf.puts).containsExactly("key");
		// The method that does nothing leaves no trace of a call
		assertThat(ReflectionTestUtils.getField(cache.observer(), "hitListeners")).isEqualTo(List.of(told));
	}

	private CacheBridgeCache cacheWith(CacheEventListener... listeners) {
		return Objects.requireNonNull(
				this.cluster.addNode((builder) -> builder.listeners(List.of(listeners))).getCache(Cluster.CACHE));
	}

	private static class HitListener implements CacheEventListener {

		final List<String> hits = new CopyOnWriteArrayList<>();

		@Override
		public void onHit(String cache, Object key, CacheTier tier) {
			this.hits.add(cache + " " + key + " " + tier);
		}

	}

	private static class NearHitListener extends HitListener {

	}

	private static final class DistantHitListener extends NearHitListener {

	}

	private static final class PutListener implements CacheEventListener {

		final List<String> puts = new CopyOnWriteArrayList<>();

		@Override
		public void onPut(String cache, Object key) {
			this.puts.add(key.toString());
		}

	}

	@FunctionalInterface
	private interface NamedHits extends CacheEventListener {

		List<String> hits();

		@Override
		default void onHit(String cache, Object key, CacheTier tier) {
			hits().add(key.toString());
		}

	}

}

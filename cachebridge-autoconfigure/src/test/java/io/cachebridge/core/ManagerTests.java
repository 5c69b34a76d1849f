package io.cachebridge.core;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class ManagerTests {

	private final Cluster cluster = new Cluster(Shape.TIERED);

	private final Background background = new Background();

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	@Test
	void createsConfiguredCachesAtOnceAndOthersOnFirstUse() {
		CacheBridgeCacheManager manager = this.cluster.node(0);
		assertThat(manager.getCacheNames()).containsExactly(Cluster.CACHE);
		CacheBridgeCache created = manager.getCache("more");
		assertThat(created).isNotNull().isSameAs(manager.getCache("more"));
		assertThat(manager.getCacheNames()).containsExactly("more", Cluster.CACHE);
		assertThat(manager.getCache("unknown")).isNull();
		assertThat(manager.getCacheNames()).doesNotContain("unknown");
	}

	@Test
	void resettingClearsAllCaches() {
		CacheBridgeCacheManager manager = this.cluster.node(0);
		this.cluster.cache().put("key", "value");
		manager.resetCaches();
		assertThat(this.cluster.cache().get("key")).isNull();
	}

	@Test
	void tellsOfEachCacheItCreates() {
		List<String> created = new CopyOnWriteArrayList<>();
		CacheBridgeCacheManager manager = this.cluster
			.addNode((builder) -> builder.listeners(List.of(new CacheEventListener() {

				@Override
				public void onCacheCreated(CacheBridgeCache cache) {
					created.add(cache.getName());
				}

			})));
		assertThat(manager.getCache("more")).isNotNull();
		assertThat(manager.getCache("more")).isNotNull();
		assertThat(created).containsExactly(Cluster.CACHE, "more");
	}

	@Test
	void aListenerThatWaitsForTheBackplaneDoesNotBlockIt() {
		TestNetwork.Node node = this.cluster.network.join();
		node.connectsAtStart = false;
		CacheBridgeCacheManager manager = this.cluster
			.addNode((builder) -> builder.backplane(node).listeners(List.of(new CacheEventListener() {

				@Override
				public void onCacheCreated(CacheBridgeCache cache) {
					if (cache.getName().equals("more")) {
						Background.result(ManagerTests.this.background.run(node::connect));
					}
				}

			})));
		Future<?> created = this.background.call(() -> manager.getCache("more"));
		assertThat(Background.result(created)).isNotNull();
		CacheBridgeCache cache = Objects.requireNonNull(manager.getCache("more"));
		cache.put("key", "value");
		assertThat(cache.get("key")).isNotNull();
		assertThat(cache.statistics().localHits()).isEqualTo(1);
	}

	@Test
	void twoManagersOfOneBuilderAreTwoNodes() {
		CacheBridgeCacheManagerBuilder[] builders = new CacheBridgeCacheManagerBuilder[1];
		CacheBridgeCacheManager one = this.cluster.addNode((builder) -> builders[0] = builder);
		try (CacheBridgeCacheManager other = builders[0].backplane(this.cluster.network.join()).build()) {
			CacheBridgeCache cache = Objects.requireNonNull(one.getCache(Cluster.CACHE));
			CacheBridgeCache sameCache = Objects.requireNonNull(other.getCache(Cluster.CACHE));
			cache.put("key", "old");
			assertThat(sameCache.get("key", String.class)).isEqualTo("old");
			cache.put("key", "new");
			assertThat(sameCache.get("key", String.class)).isEqualTo("new");
		}
	}

	@Test
	void aCacheInABackendNeedsCodecs() {
		assertThatIllegalStateException()
			.isThrownBy(
					() -> CacheBridgeCacheManager
						.builder(Cluster.allOf(this.cluster.settings.build()),
								new BackendRegistry(List.of(), Map.of("store", this.cluster.store)))
						.build())
			.withMessageContaining("needs codecs");
	}

	@Test
	void leavesNoThreadWhenClosedOrNeverStarted() {
		long before = threads();
		BackendRegistry empty = new BackendRegistry(List.of(), Map.of());
		assertThatExceptionOfType(UnknownBackendException.class).isThrownBy(
				() -> CacheBridgeCacheManager.builder(Cluster.allOf(this.cluster.settings.build()), empty).build());
		BackendRegistry backends = new BackendRegistry(List.of(), Map.of("store", new TestStore()));
		assertThatIllegalStateException()
			.isThrownBy(() -> CacheBridgeCacheManager.builder(Cluster.allOf(this.cluster.settings.build()), backends)
				.backplane(new BrokenBackplane())
				.build());
		CacheBridgeCacheManager.builder(Cluster.allOf(this.cluster.settings.build()), backends).build().close();
		await().until(() -> threads() <= before);
	}

	@Test
	void closesTheRestWhenTheBackplaneCannotBeClosed() {
		long before = threads();
		BackendRegistry backends = new BackendRegistry(List.of(), Map.of("store", new TestStore()));
		BrokenBackplane backplane = new BrokenBackplane();
		backplane.starts = true;
		CacheBridgeCacheManager manager = CacheBridgeCacheManager
			.builder(Cluster.allOf(this.cluster.settings.build()), backends)
			.backplane(backplane)
			.build();
		assertThatIllegalStateException().isThrownBy(manager::close);
		await().until(() -> threads() <= before);
	}

	private static long threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("cachebridge-"))
			.count();
	}

	private static final class BrokenBackplane implements Backplane {

		private boolean starts;

		@Override
		public void start(BackplaneListener listener) {
			if (!this.starts) {
				throw new IllegalStateException("cannot start");
			}
		}

		@Override
		public void publish(byte[] message) {
		}

		@Override
		public int maximumMessageBytes() {
			return 256;
		}

		@Override
		public void close() {
			throw new IllegalStateException("cannot close");
		}

	}

}

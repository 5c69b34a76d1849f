package io.cachebridge.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.Capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CounterTests {

	private final Background background = new Background();

	private Cluster cluster = new Cluster(Shape.TIERED);

	@AfterEach
	void close() {
		this.background.close();
		this.cluster.close();
	}

	@ParameterizedTest
	@EnumSource
	void countFromZeroApartFromValues(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		cache.put("key", "value");
		assertThat(cache.increment("key", 5)).isEqualTo(5);
		assertThat(cache.increment("key", -7)).isEqualTo(-2);
		assertThat(cache.increment(1L, 1)).isEqualTo(1);
		cache.evict("key");
		assertThat(cache.increment("key", 0)).isEqualTo(-2);
		assertThat(cache.get("key")).isNull();
		assertThat(cache.get(1L)).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void startAgainAfterAClear(Shape shape) {
		this.cluster = new Cluster(shape);
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		cache.increment("key", 5);
		other.increment("key", 5);
		cache.clear();
		assertThat(cache.increment("key", 1)).isEqualTo(1);
		assertThat(cache.increment("key", 1)).isEqualTo(2);
		if (shape != Shape.LOCAL) {
			assertThat(other.increment("key", 1)).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@EnumSource
	void addUpOverThreadsAndNodes(Shape shape) {
		this.cluster = new Cluster(shape);
		List<CacheBridgeCache> caches = (shape != Shape.LOCAL) ? List.of(this.cluster.cache(), this.cluster.other())
				: List.of(this.cluster.cache(), this.cluster.cache());
		Set<Long> sums = ConcurrentHashMap.newKeySet();
		List<Future<?>> workers = new ArrayList<>();
		for (int worker = 0; worker < 8; worker++) {
			CacheBridgeCache cache = caches.get(worker % 2);
			workers.add(this.background.run(() -> {
				for (int i = 0; i < 1000; i++) {
					sums.add(cache.increment("key", 1));
				}
			}));
		}
		workers.forEach(Background::result);
		assertThat(sums).hasSize(8000);
		assertThat(this.cluster.cache().increment("key", 0)).isEqualTo(8000);
	}

	@Test
	void inThisProcessEndWithTheirOwnTimeToLive() {
		this.cluster = new Cluster(Shape.LOCAL);
		CacheBridgeCache cache = this.cluster.cache();
		cache.increment("short", 1, Duration.ofSeconds(10));
		cache.increment("default", 1);
		cache.increment("forever", 1, Duration.ZERO);
		this.cluster.time.advance(Duration.ofSeconds(9));
		assertThat(cache.increment("short", 1, Duration.ofHours(1))).isEqualTo(2);
		this.cluster.time.advance(Duration.ofSeconds(1));
		assertThat(cache.increment("short", 1)).isEqualTo(1);
		assertThat(cache.increment("default", 1)).isEqualTo(2);
		this.cluster.time.advance(Duration.ofDays(1000));
		assertThat(cache.increment("default", 1)).isEqualTo(1);
		assertThat(cache.increment("forever", 1)).isEqualTo(2);
	}

	@Test
	void inThisProcessAreBounded() {
		this.cluster = new Cluster(Shape.LOCAL);
		this.cluster.settings.maximumSize = 10;
		CacheBridgeCache cache = this.cluster.cache();
		for (int i = 0; i < 100; i++) {
			cache.increment(i, 1);
		}
		long kept = 0;
		for (int i = 99; i >= 0; i--) {
			kept += cache.increment(i, 1) - 1;
		}
		assertThat(kept).isLessThan(50);
	}

	@Test
	void inThisProcessDoNotEndByASuspicion() {
		this.cluster = new Cluster(Shape.LOCAL);
		CacheBridgeCache cache = this.cluster.cache();
		cache.increment("key", 1);
		cache.ear().missed();
		assertThat(cache.increment("key", 1)).isEqualTo(2);
	}

	@Test
	void inAStoreLiveAsLongAsTheCacheSaysOrTheCaller() {
		CacheBridgeCache cache = this.cluster.cache();
		cache.increment("default", 1);
		cache.increment("own", 1, Duration.ofSeconds(10));
		cache.increment("forever", 1, Duration.ZERO);
		assertThat(this.cluster.store.counterLives.values()).extracting((life) -> life.orElse(null))
			.containsExactlyInAnyOrder(this.cluster.settings.timeToLive, Duration.ofSeconds(10), null);
		assertThatIllegalArgumentException().isThrownBy(() -> cache.increment("key", 1, Duration.ofSeconds(-1)));
	}

	@Test
	void throwWhenTheStoreDoesNotAnswer() {
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.store.failAlways();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.increment("key", 1));
		this.cluster.store.fail("increment");
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.increment("key", 1));
		this.cluster.store.work();
		assertThat(cache.increment("key", 1)).isEqualTo(1);
	}

	@Test
	void throwWhileAClearIsPending() {
		CacheBridgeCache cache = this.cluster.cache();
		CacheBridgeCache other = this.cluster.other();
		cache.increment("key", 5);
		this.cluster.store.fail("put");
		cache.clear();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> cache.increment("key", 1));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> other.increment("key", 1));
		this.cluster.store.work();
		assertThat(cache.increment("key", 1)).isEqualTo(1);
	}

	@Test
	void goOnWhileOtherWritesArePending() {
		CacheBridgeCache cache = this.cluster.cache();
		this.cluster.store.fail("delete");
		cache.evict("key");
		assertThat(cache.increment("key", 1)).isEqualTo(1);
	}

	@Test
	void needABackendThatCanCount() {
		this.cluster = new Cluster(Shape.REMOTE, new TestStore(Capability.SHARED, Capability.CONDITIONAL_PUT));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.cluster.cache().increment("key", 1))
			.withMessageContainingAll("increment", "COUNTER", "'store'");
	}

	@Test
	void ofACacheThatHoldsCopiesAreInItsBackend() {
		this.cluster = new Cluster(Shape.LOCAL, new TestStore(Capability.COUNTER));
		this.cluster.settings.localMode = LocalMode.OFF;
		assertThat(this.cluster.cache().increment("key", 3)).isEqualTo(3);
		assertThat(this.cluster.store.counters).hasSize(1);
	}

}

package io.cachebridge.test.application;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CircuitBreakerStatus;
import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.RedisServerFixture;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose Redis accepts connections and never answers: each caller waits for
 * it once, and only those twice who took part in the calls that it takes to find out.
 */
class HangingRedisIT {

	private static final int CALLERS = 64;

	private static final int CALLS = 100;

	private static final int KEYS = 50;

	private static final int FIRST = CircuitBreakerSettings.DEFAULT.minimumCalls();

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.durable();

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	@AfterEach
	void stop() {
		this.callers.shutdownNow();
	}

	@Test
	void aReaderIsHeldUpOnce() throws Exception {
		assertHeldUp(1, waits(false, (cache, key) -> read(cache, key)));
	}

	@Test
	void aReaderOfACacheWithALocalTierIsHeldUpOnce() throws Exception {
		assertHeldUp(1, waits(true, (cache, key) -> read(cache, KEYS + key)));
	}

	@Test
	void aWriterIsHeldUpByTheStoreAndByTheBackplane() throws Exception {
		assertHeldUp(2, waits(false, (cache, key) -> cache.put(key, key)));
	}

	@Test
	void anEvictorIsHeldUpByTheStoreAndByTheBackplane() throws Exception {
		assertHeldUp(2, waits(true, CacheBridgeCache::evict));
	}

	private static void assertHeldUp(int times, List<Integer> waits) {
		assertThat(waits).as("timeouts that each caller waited for").allMatch((sum) -> sum <= times + 1);
		assertThat(waits.stream().mapToInt(Integer::intValue).sum()).as("timeouts that all waited for: %s", waits)
			// On a busy machine some more begin again before the last of the first is
			// counted
			.isLessThanOrEqualTo(times * CALLERS + 2 * FIRST);
	}

	private static void read(CacheBridgeCache cache, int key) {
		assertThat(cache.get(key, () -> key)).isEqualTo(key);
	}

	private List<Integer> waits(boolean local, ObjIntConsumer<CacheBridgeCache> call) throws Exception {
		try (TcpProxy proxy = TcpProxy.to(redis.host(), redis.port());
				Node node = Node.start(proxy, "cachebridge.key-prefix=" + UUID.randomUUID(),
						"cachebridge.redis.timeout=" + TIMEOUT.toMillis() + "ms",
						"cachebridge.caches.plain.local.enabled=" + local)) {
			CacheBridgeCache cache = node.cache("plain");
			for (int i = 0; i < 4 * KEYS; i++) {
				read(cache, i % KEYS);
			}
			proxy.pass(TcpProxy.Direction.TO_CLIENT, Passage.held());
			List<Integer> waits = waits(cache, call);
			assertThat(state(node)).isEqualTo(State.OPEN);
			proxy.pass(TcpProxy.Direction.TO_CLIENT, Passage.open());
			cache.evict(0);
			Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> state(node) == State.CLOSED);
			Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> cache.statistics().pending() == 0);
			return waits;
		}
	}

	private static State state(Node node) {
		CircuitBreakerStatus status = node.bean(CacheBridgeCacheManager.class).circuitBreakers().get("redis");
		return Objects.requireNonNull(status).state();
	}

	private List<Integer> waits(CacheBridgeCache cache, ObjIntConsumer<CacheBridgeCache> call) throws Exception {
		CountDownLatch ready = new CountDownLatch(CALLERS);
		List<Future<Integer>> all = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			all.add(this.callers.submit(() -> {
				ready.countDown();
				ready.await();
				return waitsOfOne(cache, call);
			}));
		}
		List<Integer> waits = new ArrayList<>();
		for (Future<Integer> each : all) {
			waits.add(each.get(15, TimeUnit.SECONDS));
		}
		return waits;
	}

	private static int waitsOfOne(CacheBridgeCache cache, ObjIntConsumer<CacheBridgeCache> call) {
		int waits = 0;
		for (int i = 0; i < CALLS; i++) {
			long start = System.nanoTime();
			call.accept(cache, ThreadLocalRandom.current().nextInt(KEYS));
			waits += (int) ((System.nanoTime() - start) / (TIMEOUT.toNanos() * 9 / 10));
		}
		return waits;
	}

}

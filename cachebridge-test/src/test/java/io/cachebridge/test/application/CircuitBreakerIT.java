package io.cachebridge.test.application;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.core.CacheBridgeCacheManager;
import io.cachebridge.core.CircuitBreakerStatus;
import io.cachebridge.core.CircuitBreakerStatus.State;
import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications whose Redis is left alone once it has failed often enough.
 */
class CircuitBreakerIT {

	private static final int CALLERS = 64;

	private static final int KEYS = 50;

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.durable();

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	private final AtomicBoolean done = new AtomicBoolean();

	/** What the source holds. */
	private final AtomicIntegerArray versions = new AtomicIntegerArray(KEYS);

	/** What whoever reads after the return must find at least. */
	private final AtomicIntegerArray floors = new AtomicIntegerArray(KEYS);

	private final LongAdder tooOld = new LongAdder();

	@AfterEach
	void stop() {
		this.done.set(true);
		this.callers.shutdownNow();
	}

	private static String[] properties(String open, String... more) {
		List<String> all = new ArrayList<>(List.of("cachebridge.key-prefix=" + UUID.randomUUID(),
				"cachebridge.redis.timeout=" + TIMEOUT.toMillis() + "ms",
				"cachebridge.redis.circuit-breaker.open=" + open));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

	private static State state(Node node) {
		CircuitBreakerStatus status = node.bean(CacheBridgeCacheManager.class).circuitBreakers().get("redis");
		return Objects.requireNonNull(status).state();
	}

	private static void await(Node node, State state) {
		Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> state(node) == state);
	}

	@Test
	void whatWasEvictedWhileRedisWasGoneIsInForceWhenOtherNodesReadAgain() throws Exception {
		// Each caller loads for itself: a node that could not be told may still be
		// loading
		String[] properties = properties("1s", "cachebridge.caches.plain.local.enabled=false",
				"cachebridge.caches.plain.single-flight=none");
		try (Node evicting = Node.start(redis, properties); Node reading = Node.start(redis, properties)) {
			CacheBridgeCache cache = reading.cache("plain");
			for (int key = 0; key < KEYS; key++) {
				read(cache, key);
			}
			List<Future<?>> calls = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				CacheBridgeCache called = (i % 2 == 0) ? cache : evicting.cache("plain");
				calls.add(this.callers.submit(() -> readAgainAndAgain(called)));
			}
			redis.kill();
			await(evicting, State.OPEN);
			await(reading, State.OPEN);
			for (int key = 0; key < KEYS; key++) {
				int version = this.versions.incrementAndGet(key);
				evicting.cache("plain").evict(key);
				this.floors.set(key, version);
			}
			assertThat(evicting.cache("plain").statistics().pending()).isPositive();
			redis.start();
			await(evicting, State.CLOSED);
			await(reading, State.CLOSED);
			long hits = cache.statistics().remoteHits();
			Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> cache.statistics().remoteHits() > hits);
			assertThat(evicting.cache("plain").statistics().pending()).isZero();
			this.done.set(true);
			for (Future<?> call : calls) {
				call.get(10, TimeUnit.SECONDS);
			}
			assertThat(this.tooOld.sum()).isZero();
		}
	}

	private int read(CacheBridgeCache cache, int key) {
		return Objects.requireNonNull(cache.get(key, () -> this.versions.get(key)));
	}

	private void readAgainAndAgain(CacheBridgeCache cache) {
		while (!this.done.get()) {
			int key = ThreadLocalRandom.current().nextInt(KEYS);
			int floor = this.floors.get(key);
			if (read(cache, key) < floor) {
				this.tooOld.increment();
			}
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

}

package io.cachebridge.test.application;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.core.CacheBridgeCache;
import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the native type can do besides what Spring asks, on two applications and one
 * Redis.
 */
class NativeCacheIT {

	private static final int WORKERS = 8;

	private static final int TURNS = 500;

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS);

	private Node node;

	private CacheBridgeCache one;

	private CacheBridgeCache two;

	private Node second;

	@BeforeEach
	void start() {
		String prefix = "cachebridge.key-prefix=" + UUID.randomUUID();
		this.node = Node.start(redis, prefix);
		this.second = Node.start(redis, prefix);
		this.one = this.node.cache("plain");
		this.two = this.second.cache("plain");
		Awaitility.await().untilAsserted(() -> {
			this.one.put("probe", "value");
			this.two.get("probe");
			this.two.get("probe");
			assertThat(this.two.statistics().localHits()).isPositive();
		});
		this.one.clear();
	}

	@AfterEach
	void stop() {
		this.workers.shutdownNow();
		this.node.close();
		this.second.close();
	}

	@Test
	void whatOneNodePutsTheOtherGetsAndLists() {
		Map<String, String> values = new HashMap<>();
		for (int i = 0; i < 2500; i++) {
			values.put("key:" + i, "value " + i);
		}
		this.one.putAll(values);
		assertThat(this.two.<String, String>getAll(values.keySet())).isEqualTo(values);
		assertThat(this.two.contains("key:7")).isTrue();
		assertThat(this.two.contains("other")).isFalse();
		try (Stream<String> names = this.two.keys("key:1")) {
			Set<String> expected = new HashSet<>(values.keySet());
			expected.removeIf((name) -> !name.startsWith("key:1"));
			assertThat(names.distinct()).containsExactlyInAnyOrderElementsOf(expected);
		}
	}

	@Test
	void countersAddUpOverNodesAndStartAgainAfterAClear() throws Exception {
		Set<Long> sums = ConcurrentHashMap.newKeySet();
		List<Future<?>> all = new ArrayList<>();
		for (int worker = 0; worker < WORKERS; worker++) {
			CacheBridgeCache cache = (worker % 2 != 0) ? this.one : this.two;
			all.add(this.workers.submit(() -> {
				for (int i = 0; i < TURNS; i++) {
					sums.add(cache.increment("visits", 1));
				}
			}));
		}
		for (Future<?> each : all) {
			each.get(60, TimeUnit.SECONDS);
		}
		assertThat(sums).hasSize(WORKERS * TURNS);
		assertThat(this.one.increment("visits", 0)).isEqualTo(WORKERS * TURNS);
		assertThat(this.one.get("visits")).isNull();
		this.one.clear();
		assertThat(this.one.increment("visits", 5)).isEqualTo(5);
		Awaitility.await().untilAsserted(() -> assertThat(this.two.increment("visits", 0)).isEqualTo(5));
	}

	@Test
	void whatIsExpiredIsServedNowhereAndStaysInTheStore() {
		this.one.put("key", "value");
		assertThat(this.two.get("key", String.class)).isEqualTo("value");
		this.one.expire("key");
		assertThat(this.one.get("key")).isNull();
		Awaitility.await().untilAsserted(() -> assertThat(this.two.get("key")).isNull());
		assertThat(redis.command("KEYS", "*:plain:key").toString()).contains(":plain:key");
		assertThat(this.two.<String>get("key", () -> "new")).isEqualTo("new");
		assertThat(this.one.get("key", String.class)).isEqualTo("new");
	}

}

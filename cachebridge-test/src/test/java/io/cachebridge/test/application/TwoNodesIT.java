package io.cachebridge.test.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cache.Cache.ValueWrapper;

import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications on one Redis.
 */
class TwoNodesIT {

	private static final int CALLERS = 64;

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.shared();

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	private Node one;

	private Node two;

	@BeforeEach
	void start() {
		String prefix = "cachebridge.key-prefix=" + UUID.randomUUID();
		this.one = Node.start(redis, prefix);
		this.two = Node.start(redis, prefix);
		awaitHearing("awaiting");
	}

	@AfterEach
	void stop() {
		this.callers.shutdownNow();
		this.one.close();
		this.two.close();
	}

	@Test
	void callersOfAllKindsShareOneLoadPerNode() throws Exception {
		CyclicBarrier start = new CyclicBarrier(CALLERS);
		List<Gate> gates = List.of(this.one.catalogue().closeGate(), this.two.catalogue().closeGate());
		List<Future<String>> results = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			Callable<String> call = caller(i);
			results.add(this.callers.submit(() -> {
				start.await(30, TimeUnit.SECONDS);
				return call.call();
			}));
		}
		gates.forEach(Gate::awaitArrival);
		CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS, (task) -> new Thread(task).start())
			.execute(() -> gates.forEach(Gate::open));
		Set<String> values = ConcurrentHashMap.newKeySet();
		for (Future<String> result : results) {
			values.add(result.get(30, TimeUnit.SECONDS));
		}
		assertThat(values).containsExactly("cold of load 1");
		assertThat(this.one.catalogue().loads()).isOne();
		assertThat(this.two.catalogue().loads()).isOne();
	}

	private Callable<String> caller(int number) {
		Catalogue catalogue = (number % 2 == 0) ? this.one.catalogue() : this.two.catalogue();
		return switch (number % 3) {
			case 0 -> () -> catalogue.plain("cold");
			case 1 -> () -> catalogue.future("cold").get(30, TimeUnit.SECONDS);
			default -> () -> catalogue.mono("cold").block();
		};
	}

	@Test
	void anEvictionOnOneNodeDuringALoadOnTheOtherLeavesTheOldValueNowhere() throws Exception {
		Gate gate = this.one.catalogue().closeGate();
		Future<String> loading = this.callers.submit(() -> this.one.catalogue().plain("key"));
		gate.awaitArrival();

		this.two.cache("plain").evict("key");
		gate.open();

		assertThat(loading.get(30, TimeUnit.SECONDS)).isEqualTo("key of load 1");
		assertThat(this.two.cache("plain").get("key")).isNull();
		Awaitility.await().untilAsserted(() -> assertThat(this.one.cache("plain").get("key")).isNull());
		this.one.catalogue().removeGate();
		assertThat(this.one.catalogue().plain("key")).isEqualTo("key of load 2");
		assertThat(this.two.catalogue().plain("key")).isEqualTo("key of load 2");
	}

	@Test
	void anEvictionOnTheSameNodeDuringALoadLeavesTheOldValueNowhere() throws Exception {
		Gate gate = this.one.catalogue().closeGate();
		Future<String> loading = this.callers.submit(() -> this.one.catalogue().plain("key"));
		gate.awaitArrival();

		this.one.cache("plain").evict("key");
		gate.open();

		assertThat(loading.get(30, TimeUnit.SECONDS)).isEqualTo("key of load 1");
		assertThat(this.one.cache("plain").get("key")).isNull();
		assertThat(this.two.cache("plain").get("key")).isNull();
	}

	@Test
	void putEvictAndClearReachTheLocalTierOfTheOtherNode() {
		this.one.cache("plain").put("key", "old");
		awaitValue(this.two, "old");
		this.one.cache("plain").put("key", "new");
		awaitValue(this.two, "new");
		this.one.cache("plain").evict("key");
		awaitValue(this.two, null);
		this.one.cache("plain").put("key", "newer");
		awaitValue(this.two, "newer");
		this.one.cache("plain").clear();
		awaitValue(this.two, null);
	}

	@Test
	void nothingOldIsServedAfterTheSubscriptionWasLost() {
		this.one.cache("plain").put("key", "old");
		awaitValue(this.two, "old");
		for (int i = 0; i < 20; i++) {
			String value = "new " + i;
			redis.command("CLIENT", "KILL", "TYPE", "pubsub");
			this.one.cache("plain").put("key", value);
			awaitValue(this.two, value);
		}
	}

	private static void awaitValue(Node node, String value) {
		Awaitility.await().pollInterval(5, TimeUnit.MILLISECONDS).untilAsserted(() -> {
			ValueWrapper found = node.cache("plain").get("key");
			assertThat((found != null) ? found.get() : null).isEqualTo(value);
		});
	}

	private void awaitHearing(String key) {
		Awaitility.await().untilAsserted(() -> {
			this.one.cache("awaiting").put(key, "value");
			this.two.cache("awaiting").get(key);
			this.two.cache("awaiting").get(key);
			assertThat(this.two.cache("awaiting").statistics().localHits()).isPositive();
			this.one.cache("awaiting").get(key);
			assertThat(this.one.cache("awaiting").statistics().localHits()).isPositive();
		});
	}

}

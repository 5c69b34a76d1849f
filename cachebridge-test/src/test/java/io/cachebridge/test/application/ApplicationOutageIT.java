package io.cachebridge.test.application;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.core.CacheStatistics;
import io.cachebridge.test.server.RedisServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose Redis is not there, goes and comes back.
 */
class ApplicationOutageIT {

	private static final int CALLERS = 16;

	@RegisterExtension
	static final RedisServerFixture redis = RedisServerFixture.exclusive();

	@Test
	void startsAndWorksWithoutRedis() {
		redis.kill();
		try (Node node = Node.start(redis, "cachebridge.key-prefix=" + UUID.randomUUID(),
				"cachebridge.redis.timeout=1s")) {
			assertThat(node.catalogue().plain("key")).isEqualTo("key of load 1");
			assertThat(node.catalogue().plain("key")).isEqualTo("key of load 2");
			node.catalogue().renameAndEvict(1, "name");
			assertThat(node.cache("names").statistics().backendFailures()).isPositive();
			redis.restartEmpty();
			awaitCaching(node);
		}
		finally {
			redis.restartEmpty();
		}
	}

	@Test
	void noCallerNoticesThatRedisIsKilledAndRestarted() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		AtomicBoolean done = new AtomicBoolean();
		AtomicInteger calls = new AtomicInteger();
		try (Node node = Node.start(redis, "cachebridge.key-prefix=" + UUID.randomUUID(),
				"cachebridge.redis.timeout=1s")) {
			List<Future<?>> results = new ArrayList<>();
			for (int i = 0; i < CALLERS; i++) {
				int caller = i;
				results.add(callers.submit(() -> {
					while (!done.get()) {
						int call = calls.incrementAndGet();
						assertThat(node.catalogue().plain("key " + call % 50)).startsWith("key " + call % 50);
						node.catalogue().renameAndEvict(caller, "name " + call);
						assertThat(node.catalogue().mono("mono " + call % 50).block()).isNotNull();
					}
				}));
			}
			awaitCalls(calls, 500);
			for (int outage = 0; outage < 3; outage++) {
				redis.kill();
				awaitCalls(calls, 300);
				redis.restartEmpty();
				awaitCaching(node);
			}
			done.set(true);
			for (Future<?> result : results) {
				result.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			done.set(true);
			callers.shutdownNow();
		}
	}

	@Test
	void aStoreThatHangsHoldsUpACallForItsTimeoutOnly() {
		try (Node node = Node.start(redis, "cachebridge.key-prefix=" + UUID.randomUUID(),
				"cachebridge.redis.timeout=250ms")) {
			node.catalogue().plain("key");
			redis.pause();
			try {
				long start = System.nanoTime();
				assertThat(node.catalogue().plain("other")).startsWith("other");
				assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(5);
			}
			finally {
				redis.resume();
			}
			awaitCaching(node);
		}
	}

	private static void awaitCalls(AtomicInteger calls, int more) {
		int until = calls.get() + more;
		Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> calls.get() >= until);
	}

	private static void awaitCaching(Node node) {
		CacheStatistics before = node.cache("plain").statistics();
		Awaitility.await().atMost(30, TimeUnit.SECONDS).untilAsserted(() -> {
			node.catalogue().plain("after");
			assertThat(node.cache("plain").statistics().hits()).isGreaterThan(before.hits());
		});
	}

}

package io.cachebridge.core;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.cachebridge.spi.support.Percentage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A source that fails or hangs while many ask for its values, in real time. The system
 * property {@code cachebridge.outage.seconds} lets it last longer.
 */
class SourceOutageTests {

	private static final Duration OUTAGE = Duration.ofSeconds(Long.getLong("cachebridge.outage.seconds", 3));

	private static final Duration TIME_TO_LIVE = Duration.ofMillis(400);

	private static final Duration THROTTLE = Duration.ofMillis(500);

	private static final Duration SOFT_TIMEOUT = Duration.ofMillis(100);

	private static final Duration HARD_TIMEOUT = Duration.ofMillis(300);

	/** What a busy machine may add to an answer. */
	private static final Duration TOLERANCE = Duration.ofSeconds(5);

	private static final int THREADS = 32;

	private static final List<String> KEYS = List.of("a", "b", "c", "d");

	private final Background background = new Background();

	private final Map<String, Queue<Long>> attempts = new ConcurrentHashMap<>();

	private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

	private final AtomicLong slowest = new AtomicLong();

	private final AtomicLong answers = new AtomicLong();

	private final CountDownLatch end = new CountDownLatch(1);

	private @Nullable Cluster cluster;

	@AfterEach
	void close() {
		this.end.countDown();
		this.background.close();
		if (this.cluster != null) {
			this.cluster.close();
		}
	}

	private List<CacheBridgeCache> start(Shape shape, boolean refreshing) {
		Cluster started = new Cluster(shape);
		this.cluster = started;
		started.settings.timeToLive = TIME_TO_LIVE;
		started.settings.softTimeout = SOFT_TIMEOUT;
		started.settings.hardTimeout = HARD_TIMEOUT;
		if (refreshing) {
			started.settings.refresh = new RefreshSettings(Percentage.valueOf("50%"), Set.of());
		}
		started.settings.failSafe = new FailSafeSettings(true, Duration.ofHours(1), THROTTLE,
				FailSafeSettings.OFF.exceptions(), FailSafeSettings.OFF.ignoredExceptions());
		List<CacheBridgeCache> nodes = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			CacheBridgeCache cache = started
				.addNode((builder) -> builder.clock(Clock.systemUTC()).ticker(System::nanoTime))
				.getCache(Cluster.CACHE);
			assertThat(cache).isNotNull();
			nodes.add(cache);
		}
		return nodes;
	}

	@ParameterizedTest
	@CsvSource({ "LOCAL, true", "REMOTE, true", "TIERED, true", "TIERED, false" })
	void isNotNoticedAndLeavesTheSourceAlone(Shape shape, boolean refreshing, TestReporter reporter) {
		List<CacheBridgeCache> nodes = start(shape, refreshing);
		nodes.forEach((node) -> KEYS.forEach((key) -> node.get(key, () -> "value")));
		long begin = System.nanoTime();
		long until = begin + OUTAGE.toNanos();
		List<Future<?>> callers = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int caller = i;
			callers.add(this.background.call(() -> ask(nodes, caller, until)));
		}
		await().atMost(OUTAGE.plusSeconds(20)).until(() -> callers.stream().allMatch(Future::isDone));
		callers.forEach(Background::result);
		reporter.publishEntry("answers", this.answers + ", slowest in " + Duration.ofNanos(this.slowest.get()));
		assertThat(this.errors).isEmpty();
		assertThat(this.slowest.get()).isLessThan(SOFT_TIMEOUT.plus(TOLERANCE).toNanos());
		assertThat(this.attempts).hasSize(nodes.size() * KEYS.size());
		assertThat(this.attempts.values()).allSatisfy(SourceOutageTests::assertThrottled);
	}

	private long ask(List<CacheBridgeCache> nodes, int caller, long until) throws InterruptedException {
		int i = caller;
		while (System.nanoTime() < until && !this.end.await(1, TimeUnit.MILLISECONDS)) {
			int node = i % nodes.size();
			String key = KEYS.get((i / nodes.size()) % KEYS.size());
			long start = System.nanoTime();
			try {
				assertThat(nodes.get(node).<String>get(key, () -> fail(node, key))).isEqualTo("value");
			}
			catch (Throwable ex) {
				this.errors.add(ex);
			}
			this.slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
			this.answers.incrementAndGet();
			forgetOperations();
			i++;
		}
		return i;
	}

	// Each is noted, and that takes the longer the more there are
	private void forgetOperations() {
		Cluster started = this.cluster;
		if (started != null && started.store.operations.size() > 1000) {
			started.store.operations.clear();
		}
	}

	// Half of the keys fail at once, the others do not answer
	private String fail(int node, String key) throws InterruptedException {
		this.attempts.computeIfAbsent(node + key, (name) -> new ConcurrentLinkedQueue<>()).add(System.nanoTime());
		if (KEYS.indexOf(key) % 2 == 0) {
			this.end.await();
		}
		throw new IllegalStateException("the source is away");
	}

	private static void assertThrottled(Collection<Long> times) {
		List<Long> sorted = times.stream().sorted().toList();
		for (int i = 1; i < sorted.size(); i++) {
			assertThat(sorted.get(i) - sorted.get(i - 1)).isGreaterThanOrEqualTo(THROTTLE.toNanos());
		}
	}

	@Test
	void aLoaderThatHangsDelaysAFollowerForItsTimeoutAndNobodyElse() {
		Cluster started = new Cluster(Shape.TIERED);
		this.cluster = started;
		started.settings.followerTimeout = Duration.ofMillis(100);
		CacheBridgeCache cache = started.cache();
		CountDownLatch hanging = new CountDownLatch(1);
		Future<?> hung = this.background.run(() -> cache.get("key", () -> hang(hanging)));
		Gate.await(hanging);
		long start = System.nanoTime();
		assertThat(cache.<String>get("key", () -> "own")).isEqualTo("own");
		assertThat(System.nanoTime() - start).isBetween(Duration.ofMillis(100).toNanos(), TOLERANCE.toNanos());
		assertThat(cache.<String>get("other", () -> "other")).isEqualTo("other");
		cache.evict("key");
		assertThat(cache.<String>get("key", () -> "next")).isEqualTo("next");
		started.time.advance(Duration.ofMinutes(2));
		assertThat(cache.statistics().loading().hung()).isOne();
		this.end.countDown();
		Background.result(hung);
		assertThat(cache.statistics().loading().hung()).isZero();
		assertThat(cache.get("key", String.class)).isEqualTo("next");
	}

	private String hang(CountDownLatch hanging) {
		hanging.countDown();
		while (true) {
			try {
				this.end.await();
				return "late";
			}
			catch (InterruptedException ex) {
				// Goes on, as a driver may that waits for an answer
			}
		}
	}

}

package io.cachebridge.backend.redis;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The server goes, hangs and comes back: nobody waits longer than the timeout, and soon
 * after everything works again.
 */
class RedisOutageIT {

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	/** Two cores, and a garbage collection now and then. */
	private static final Duration AT_MOST = TIMEOUT.plusMillis(700);

	private static final Duration BACK_WITHIN = Duration.ofSeconds(2);

	private static final StoredRecord STORED = StoredRecord.of(new byte[100], new Version(1, 1), null);

	private final RedisNode server = RedisNode.absent();

	private RedisCommands commands = RedisCommands.over(this.server.connectionFactory(), TIMEOUT);

	private RedisBackend backend = new RedisBackend("redis", this.commands, Clock.systemUTC());

	@AfterEach
	void stop() {
		this.commands.close();
		this.server.close();
		assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.isAlive() && thread.getName().startsWith("cachebridge-redis"));
	}

	@Test
	void worksOnceTheServerIsThere() {
		assertUnavailable();
		assertThat(this.backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		this.server.launch();
		assertBack();
		assertThat(this.backend.health().status()).isEqualTo(BackendHealth.Status.UP);
	}

	@Test
	void failsAtOnceWhileKilledAndIsBackSoonAfterARestart() {
		this.server.launch();
		this.backend.put("a", STORED);
		this.server.kill();
		assertUnavailable();
		// Long enough for a delay that doubles without a bound to be noticed
		Awaitility.await()
			.during(Duration.ofSeconds(6))
			.atMost(Duration.ofSeconds(10))
			.until(() -> this.backend.health().status() == BackendHealth.Status.DOWN);
		assertThat(longestOf(32, 1)).isLessThan(AT_MOST);
		this.server.launch();
		assertBack();
	}

	@Test
	void waitsNoLongerThanTheTimeoutWhileConnectedAndPaused() throws Exception {
		this.server.launch();
		this.backend.put("a", STORED);
		this.server.pause();
		assertThat(longestOf(32, 3)).isLessThan(AT_MOST);
		this.server.resume();
		assertBack();
	}

	@Test
	void waitsNoLongerThanTheTimeoutForAFirstConnection() throws Exception {
		this.server.launch();
		this.server.pause();
		long start = System.nanoTime();
		assertThat(longestOf(64, 20)).isLessThan(AT_MOST);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
		this.server.resume();
		assertBack();
	}

	@Test
	void givesUpAConnectionThatSwallowsEverything() {
		this.server.launch();
		try (Proxy network = new Proxy(this.server.port())) {
			this.commands.close();
			this.commands = RedisCommands.over(
					new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", network.port())),
					TIMEOUT);
			this.backend = new RedisBackend("redis", this.commands, Clock.systemUTC());
			this.backend.put("a", STORED);
			network.swallow();
			assertUnavailable();
			assertBack();
			this.commands.close();
		}
	}

	@Test
	void everyOperationIsUnavailable() {
		List<Runnable> operations = List.of(() -> this.backend.get("a"), () -> this.backend.put("a", STORED),
				() -> this.backend.delete("a"), () -> this.backend.putIf("a", null, STORED),
				() -> this.backend.getAll(Set.of("a", "b")), () -> this.backend.headers(Set.of("a")),
				() -> this.backend.putAll(Map.of("a", STORED)), () -> this.backend.keys("a").close(),
				() -> this.backend.deleteByPrefix("a"), () -> this.backend.increment("n", 1, null),
				this.backend::incarnation);
		assertThat(operations).allSatisfy(
				(operation) -> assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(operation::run));
		this.server.launch();
		assertBack();
		this.server.kill();
		assertThat(operations).allSatisfy(
				(operation) -> assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(operation::run));
	}

	@Test
	void closesWhileConnecting() {
		this.server.launch();
		this.server.pause();
		assertUnavailable();
		this.commands.close();
		assertUnavailable();
	}

	private void assertUnavailable() {
		long start = System.nanoTime();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.backend.get("a"));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_MOST);
	}

	private void assertBack() {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(BACK_WITHIN)
			.ignoreExceptionsInstanceOf(BackendUnavailableException.class)
			.untilAsserted(() -> {
				this.backend.put("a", STORED);
				assertThat(this.backend.get("a")).isEqualTo(STORED);
			});
	}

	private Duration longestOf(int threads, int calls) {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<Duration>> longest = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				longest.add(executor.submit(() -> longestOf(calls)));
			}
			Duration result = Duration.ZERO;
			for (Future<Duration> one : longest) {
				result = (one.get().compareTo(result) > 0) ? one.get() : result;
			}
			return result;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private Duration longestOf(int calls) {
		Duration longest = Duration.ZERO;
		for (int i = 0; i < calls; i++) {
			long start = System.nanoTime();
			assertThatExceptionOfType(BackendUnavailableException.class)
				.isThrownBy(() -> this.backend.getAll(Set.of("a", "b", "c")));
			Duration taken = Duration.ofNanos(System.nanoTime() - start);
			longest = (taken.compareTo(longest) > 0) ? taken : longest;
		}
		return longest;
	}

}

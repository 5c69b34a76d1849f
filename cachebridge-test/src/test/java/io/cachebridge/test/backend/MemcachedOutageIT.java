package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.memcached.CacheBridgeMemcachedAutoConfiguration;
import io.cachebridge.spi.BackendHealth.Status;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.MemcachedServerFixture;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The server goes, hangs and comes back: nobody waits much longer than the timeout, and
 * soon after everything works again.
 */
class MemcachedOutageIT {

	private static final Duration AT_MOST = Duration.ofMillis(1500);

	private static final Duration BACK_WITHIN = Duration.ofSeconds(3);

	private static final StoredRecord STORED = StoredRecord.of(new byte[100], new Version(1, 1), null);

	@RegisterExtension
	static final MemcachedServerFixture memcached = MemcachedServerFixture.exclusive();

	@RegisterExtension
	static final MemcachedServerFixture other = MemcachedServerFixture.exclusive();

	@RegisterExtension
	static final ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeMemcachedAutoConfiguration.class)
		.with(MemcachedOutageIT::properties);

	static TcpProxy network;

	private CacheBackend backend;

	static List<String> properties() {
		network = TcpProxy.to(memcached.host(), memcached.port());
		return List.of("cachebridge.memcached.timeout=500ms", "cachebridge.memcached.servers=" + memcached.address(),
				"cachebridge.memcached.instances.slow.servers=127.0.0.1:" + network.port(),
				"cachebridge.memcached.instances.binary.protocol=binary",
				"cachebridge.memcached.instances.several.servers=" + memcached.address() + "," + other.address());
	}

	@BeforeEach
	void open() {
		memcached.start();
		this.backend = backends.create("memcached");
	}

	@AfterEach
	void close() {
		network.pass(Passage.open());
		this.backend.close();
		Awaitility.await()
			.atMost(Duration.ofSeconds(5))
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().toLowerCase(Locale.ROOT).contains("memcached-")
						|| thread.getName().contains("Heal-Session")));
	}

	@Test
	void worksOnceTheServerIsThere() {
		memcached.stop();
		assertUnavailable();
		assertThat(this.backend.health().status()).isEqualTo(Status.DOWN);
		memcached.start();
		assertBack();
		assertThat(this.backend.health().status()).isEqualTo(Status.UP);
	}

	@Test
	void isBackSoonAfterARestartAndTellsOfIt() {
		this.backend.put("a", STORED);
		String incarnation = this.backend.incarnation();
		memcached.kill();
		assertUnavailable();
		Awaitility.await()
			.during(Duration.ofSeconds(3))
			.atMost(Duration.ofSeconds(6))
			.until(() -> this.backend.health().status() == Status.DOWN);
		memcached.start();
		assertBack();
		assertThat(this.backend.get("a")).isNull();
		assertThat(this.backend.incarnation()).isNotNull().isNotEqualTo(incarnation);
	}

	@Test
	void waitsNoLongerThanTheTimeoutWhilePaused() {
		for (String name : List.of("memcached", "binary")) {
			use(name);
			this.backend.put("a", STORED);
			memcached.pause();
			try {
				assertUnavailable();
				assertUnavailable();
				assertThat(this.backend.health().status()).isEqualTo(Status.DOWN);
			}
			finally {
				memcached.resume();
			}
			assertBack();
		}
	}

	@Test
	void waitsNoLongerThanTheTimeoutForAFirstConnection() {
		memcached.pause();
		try {
			assertUnavailable();
		}
		finally {
			memcached.resume();
		}
		assertBack();
	}

	@Test
	void givesUpAConnectionThatSwallowsEverything() {
		use("slow");
		this.backend.put("a", STORED);
		network.connections().forEach((connection) -> connection.pass(TcpProxy.Direction.TO_SERVER, Passage.dropped()));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.backend.get("a"));
		assertThat(this.backend.get("a")).isEqualTo(STORED);
	}

	@Test
	void isBackAfterItsConnectionWasReset() {
		use("slow");
		this.backend.put("a", STORED);
		network.reset();
		assertBack();
		assertThat(this.backend.get("a")).isEqualTo(STORED);
	}

	@Test
	void bearsASlowNetworkUpToTheTimeout() {
		use("slow");
		network.pass(TcpProxy.Direction.TO_CLIENT, Passage.delayed(Duration.ofMillis(150)));
		this.backend.put("a", STORED);
		assertThat(this.backend.get("a")).isEqualTo(STORED);
		network.pass(TcpProxy.Direction.TO_CLIENT, Passage.delayed(Duration.ofSeconds(5)));
		assertUnavailable();
		network.pass(Passage.open());
		assertBack();
	}

	@Test
	void everyOperationIsUnavailable() {
		this.backend.put("a", STORED);
		memcached.kill();
		List<Runnable> operations = List.of(() -> this.backend.get("a"), () -> this.backend.put("a", STORED),
				() -> this.backend.delete("a"), () -> this.backend.putIf("a", null, STORED),
				() -> this.backend.getAll(Set.of("a", "b")), () -> this.backend.headers(Set.of("a")),
				() -> this.backend.putAll(Map.of("a", STORED)), () -> this.backend.increment("n", 1, null),
				this.backend::incarnation);
		assertThat(operations).allSatisfy(
				(operation) -> assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(operation::run));
	}

	@Test
	void keysStayWithTheirServerWhileItIsAway() {
		use("several");
		for (int i = 0; i < 50; i++) {
			this.backend.put("key" + i, STORED);
		}
		memcached.kill();
		int away = 0;
		for (int i = 0; i < 50; i++) {
			try {
				assertThat(this.backend.get("key" + i)).isEqualTo(STORED);
			}
			catch (BackendUnavailableException ex) {
				away++;
			}
		}
		assertThat(away).isBetween(1, 49);
		assertThat(this.backend.health().status()).isEqualTo(Status.DEGRADED);
		assertThat(this.backend.health().details()).containsEntry("missing", memcached.address());
		memcached.start();
		Awaitility.await()
			.atMost(BACK_WITHIN)
			.untilAsserted(() -> assertThat(this.backend.health().status()).isEqualTo(Status.UP));
		assertThat(this.backend.incarnation()).isNull();
	}

	private void use(String name) {
		this.backend.close();
		this.backend = backends.create(name);
	}

	private void assertUnavailable() {
		long start = System.nanoTime();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.backend.get("a"));
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(() -> this.backend.put("a", STORED));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_MOST.multipliedBy(2));
	}

	private void assertBack() {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(BACK_WITHIN)
			.ignoreExceptionsInstanceOf(BackendUnavailableException.class)
			.untilAsserted(() -> {
				this.backend.put("back", STORED);
				assertThat(this.backend.get("back")).isEqualTo(STORED);
			});
	}

}

package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcAutoConfiguration;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.MariaDbServerFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * MariaDB goes, hangs and comes back: nobody waits for long, and soon after everything
 * works again.
 */
class MariaDbOutageIT {

	@RegisterExtension
	static final MariaDbServerFixture mariadb = MariaDbServerFixture.exclusive();

	/** A second for the answer, another one to cancel, and what two cores need. */
	private static final Duration AT_MOST = Duration.ofMillis(3500);

	private static final StoredRecord STORED = StoredRecord.of(new byte[100], new Version(1, 1), null);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@BeforeEach
	void startServer() {
		mariadb.start();
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Test
	void worksOnceTheServerIsThereAndAfterARestart() {
		mariadb.stop();
		CacheBackend backend = open(ownUrl());
		assertUnavailable(() -> backend.get("a"));
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		mariadb.start();
		awaitWorking(backend);
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
		mariadb.stop();
		assertUnavailable(() -> backend.put("a", STORED));
		mariadb.start();
		awaitWorking(backend);
	}

	@Test
	void waitsNotForLongWhileTheServerHangs() {
		CacheBackend backend = open(ownUrl());
		awaitWorking(backend);
		whilePaused(() -> {
			assertUnavailable(() -> backend.get("a"));
			assertUnavailable(() -> backend.put("a", STORED));
			assertUnavailable(() -> backend.putIf("a", null, STORED));
			assertUnavailable(() -> backend.increment("b", 1, null));
			assertUnavailable(() -> backend.delete("a"));
		});
		awaitWorking(backend);
	}

	@Test
	void waitsNotForLongToConnectWhileTheServerHangs() {
		CacheBackend backend = open(ownUrl());
		whilePaused(() -> assertUnavailable(() -> backend.get("a")));
		awaitWorking(backend);
	}

	@Test
	void waitsNotForLongWithWhatItTookFromTheApplicationsPool() {
		HikariDataSource application = new HikariDataSource();
		application.setJdbcUrl(mariadb.url());
		this.opened.add(application);
		CacheBackend backend = open(ConfiguredBackends.of(CacheBridgeJdbcAutoConfiguration.class)
			.with(() -> List.of("cachebridge.jdbc.initialize-schema=always", "cachebridge.jdbc.timeout=1s"))
			.withBean(DataSource.class, () -> application));
		awaitWorking(backend);
		whilePaused(() -> {
			assertUnavailable(() -> backend.get("a"));
			assertUnavailable(() -> backend.put("a", STORED));
		});
		awaitWorking(backend);
	}

	private void whilePaused(Runnable work) {
		CacheBackend probe = open(ownUrl());
		awaitWorking(probe);
		mariadb.pause();
		try {
			// On a busy machine it goes on for a moment
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> probe.health().status() == BackendHealth.Status.DOWN);
			work.run();
		}
		finally {
			mariadb.resume();
		}
	}

	private static ConfiguredBackends ownUrl() {
		return ConfiguredBackends.of(CacheBridgeJdbcAutoConfiguration.class)
			.with(() -> List.of("cachebridge.jdbc.initialize-schema=always", "cachebridge.jdbc.timeout=1s",
					"cachebridge.jdbc.url=" + mariadb.url()));
	}

	private CacheBackend open(ConfiguredBackends backends) {
		this.opened.add(0, () -> backends.afterAll(null));
		CacheBackend backend = backends.create("jdbc");
		this.opened.add(0, backend);
		return backend;
	}

	private static void assertUnavailable(ThrowingCallable call) {
		long start = System.nanoTime();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(call);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_MOST);
	}

	private static void awaitWorking(CacheBackend backend) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.ignoreExceptionsInstanceOf(BackendUnavailableException.class)
			.until(() -> {
				backend.put("a", STORED);
				return STORED.equals(backend.get("a"));
			});
	}

}

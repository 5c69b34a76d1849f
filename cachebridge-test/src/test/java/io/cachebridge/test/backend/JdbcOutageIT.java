package io.cachebridge.test.backend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcAutoConfiguration;
import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.Passage;
import io.cachebridge.test.server.PostgresServerFixture;
import io.cachebridge.test.server.TcpProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * PostgreSQL goes, hangs, refuses and comes back: nobody waits for long, and soon after
 * everything works again.
 */
class JdbcOutageIT {

	@RegisterExtension
	static final PostgresServerFixture postgres = PostgresServerFixture.exclusive();

	/** A second for the answer, another one to cancel, and what two cores need. */
	private static final Duration AT_MOST = Duration.ofMillis(3500);

	private static final StoredRecord STORED = StoredRecord.of(new byte[100], new Version(1, 1), null);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@BeforeEach
	void startServer() throws SQLException {
		postgres.start();
		try (CacheBackend backend = backendAt(postgres.port())) {
			backend.delete("a");
		}
	}

	@AfterEach
	void closeAll() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Test
	void worksOnceTheServerIsThereAndAfterARestart() {
		postgres.stop();
		CacheBackend backend = backendAt(postgres.port());
		assertUnavailable(() -> backend.get("a"));
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.DOWN);
		postgres.start();
		awaitWorking(backend);
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
		postgres.stop();
		assertUnavailable(() -> backend.put("a", STORED));
		postgres.start();
		awaitWorking(backend);
	}

	@Test
	void waitsNotForLongWhileTheNetworkIsSilent() {
		TcpProxy proxy = proxy();
		CacheBackend backend = backendAt(proxy.port());
		backend.put("a", STORED);
		proxy.pass(Passage.dropped());
		assertUnavailable(() -> backend.get("a"));
		assertUnavailable(() -> backend.put("a", STORED));
		assertUnavailable(() -> backend.putIf("a", null, STORED));
		assertUnavailable(() -> backend.increment("b", 1, null));
		assertUnavailable(() -> backend.delete("a"));
		proxy.pass(Passage.open());
		awaitWorking(backend);
	}

	@Test
	void waitsNotForLongWhenTheNetworkIsSlow() {
		TcpProxy proxy = proxy();
		CacheBackend backend = backendAt(proxy.port());
		backend.put("a", STORED);
		proxy.pass(TcpProxy.Direction.TO_CLIENT, Passage.delayed(Duration.ofSeconds(4)));
		assertUnavailable(() -> backend.get("a"));
		proxy.pass(Passage.open());
		awaitWorking(backend);
	}

	@Test
	void waitsNotForLongForARowThatSomebodyHolds() throws SQLException {
		CacheBackend backend = backendAt(postgres.port());
		backend.put("a", STORED);
		try (Connection hanging = DriverManager.getConnection(postgres.url());
				Statement statement = hanging.createStatement()) {
			hanging.setAutoCommit(false);
			statement.execute("SELECT 1 FROM cachebridge_entry FOR UPDATE");
			assertUnavailable(() -> backend.put("a", STORED));
			assertThat(backend.get("a")).isEqualTo(STORED);
		}
		awaitWorking(backend);
	}

	@Test
	void prunesAlsoWhereThatTakesLongerThanACallMay() throws Exception {
		CacheBackend backend = backendAt(postgres.port(), "maximum-entries=1");
		Instant now = Instant.now();
		for (String key : List.of("a", "b")) {
			backend.put(key, StoredRecord.of(new byte[1], new Version(1, 1), now.plusSeconds(60)));
		}
		CompletableFuture<Long> pruned;
		try (Connection hanging = DriverManager.getConnection(postgres.url());
				Statement statement = hanging.createStatement()) {
			hanging.setAutoCommit(false);
			statement.execute("LOCK TABLE cachebridge_entry IN ACCESS EXCLUSIVE MODE");
			pruned = CompletableFuture.supplyAsync(() -> backend.prune(now));
			assertUnavailable(() -> backend.get("a"));
			assertUnavailable(() -> backend.get("a"));
		}
		assertThat(pruned.get(20, TimeUnit.SECONDS)).isPositive();
	}

	@Test
	void goesOnAfterTheServerEndedItsConnections() throws SQLException {
		CacheBackend backend = backendAt(postgres.port());
		backend.put("a", STORED);
		execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
				+ " AND backend_type = 'client backend'");
		awaitWorking(backend);
	}

	@Test
	void isRejectedWithoutTheRightToWrite() throws SQLException {
		execute("CREATE ROLE reader LOGIN", "GRANT SELECT ON cachebridge_entry TO reader");
		CacheBackend backend = backendAt(postgres.port(), "initialize-schema=never", "username=reader");
		assertThat(backend.get("a")).isNull();
		assertRejected(() -> backend.put("a", STORED), "permission denied");
		assertRejected(() -> backend.delete("a"), "permission denied");
		assertRejected(() -> backend.increment("a", 1, null), "permission denied");
		assertThat(backend.health().status()).isEqualTo(BackendHealth.Status.UP);
	}

	@Test
	void isUnavailableWhileTheDatabaseIsReadOnly() throws SQLException {
		execute("ALTER DATABASE postgres SET default_transaction_read_only = on");
		try {
			CacheBackend backend = backendAt(postgres.port(), "initialize-schema=never");
			assertThat(backend.get("a")).isNull();
			// As during a failover, which passes
			assertUnavailable(() -> backend.put("a", STORED));
		}
		finally {
			execute("SET default_transaction_read_only = off",
					"ALTER DATABASE postgres SET default_transaction_read_only = off");
		}
	}

	@Test
	void isRejectedWithAdviceWithoutATable() {
		CacheBackend backend = backendAt(postgres.port(), "initialize-schema=never", "table=nothing");
		assertRejected(() -> backend.get("a"), "create it with 'io/cachebridge/backend/jdbc/schema-postgresql.sql'");
	}

	@Test
	void isRejectedWithoutADatabase() {
		CacheBackend backend = backendAt(postgres.port(),
				"url=jdbc:postgresql://127.0.0.1:%d/nothing".formatted(postgres.port()));
		assertRejected(() -> backend.get("a"), "database \"nothing\" does not exist");
	}

	@Test
	void tellsNoPasswordWhenItIsWrong() throws SQLException {
		try (Connection connection = DriverManager.getConnection(postgres.url());
				Statement statement = connection.createStatement()) {
			statement.execute("DROP ROLE IF EXISTS guarded");
			statement.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'");
			String file;
			try (ResultSet found = statement.executeQuery("SHOW hba_file")) {
				assertThat(found.next()).isTrue();
				file = found.getString(1);
			}
			statement.execute("COPY (SELECT unnest(ARRAY['host all guarded all scram-sha-256',"
					+ " 'host all all all trust', 'local all all trust'])) TO '%s'".formatted(file));
			statement.execute("SELECT pg_reload_conf()");
		}
		CacheBackend backend = backendAt(postgres.port(), "initialize-schema=never", "username=guarded",
				"password=wrong-secret");
		CacheBackendException failure = catchThrowableOfType(CacheBackendException.class, () -> backend.get("a"));
		assertThat(failure).isInstanceOf(BackendRejectedException.class)
			.hasMessageContaining("password authentication failed");
		for (Throwable next = failure; next != null; next = next.getCause()) {
			assertThat(next).hasMessageNotContaining("secret");
		}
		assertThat(backend.health().toString()).doesNotContain("secret");
	}

	private CacheBackend backendAt(int port, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("cachebridge.jdbc.initialize-schema=always", "cachebridge.jdbc.timeout=1s",
						"cachebridge.jdbc.url=jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port),
						"cachebridge.jdbc.username=postgres"));
		List.of(properties).forEach((property) -> all.add("cachebridge.jdbc." + property));
		ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeJdbcAutoConfiguration.class).with(() -> all);
		this.opened.add(0, () -> backends.afterAll(null));
		CacheBackend backend = backends.create("jdbc");
		this.opened.add(0, backend);
		return backend;
	}

	private TcpProxy proxy() {
		TcpProxy proxy = TcpProxy.to("127.0.0.1", postgres.port());
		this.opened.add(proxy);
		return proxy;
	}

	private static void execute(String... statements) throws SQLException {
		try (Connection connection = DriverManager.getConnection(postgres.url());
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	private static void assertUnavailable(ThrowingCallable call) {
		long start = System.nanoTime();
		assertThatExceptionOfType(BackendUnavailableException.class).isThrownBy(call);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_MOST);
	}

	private static void assertRejected(ThrowingCallable call, String reason) {
		assertThatExceptionOfType(BackendRejectedException.class).isThrownBy(call).withMessageContaining(reason);
	}

	private static void awaitWorking(CacheBackend backend) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.ignoreExceptionsInstanceOf(BackendUnavailableException.class)
			.until(() -> {
				backend.put("a", STORED);
				return STORED.equals(backend.get("a"));
			});
	}

}

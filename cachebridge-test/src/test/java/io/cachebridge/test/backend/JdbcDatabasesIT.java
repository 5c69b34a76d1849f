package io.cachebridge.test.backend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.test.server.MariaDbServerFixture;
import io.cachebridge.test.server.PostgresServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What depends on how a database or its driver is set.
 */
class JdbcDatabasesIT {

	@RegisterExtension
	static final PostgresServerFixture postgres = PostgresServerFixture.shared();

	@RegisterExtension
	static final MariaDbServerFixture mariadb = MariaDbServerFixture.shared();

	private static final StoredRecord STORED = StoredRecord.of(new byte[1], new Version(1, 1), null);

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Test
	void createsTheDefaultTableInASchema() throws SQLException {
		for (String url : List.of(postgres.url(), mariadb.url())) {
			try (Connection connection = DriverManager.getConnection(url);
					Statement statement = connection.createStatement()) {
				statement.execute("CREATE SCHEMA IF NOT EXISTS cachebridge_app");
			}
			CacheBackend backend = open(url, "cachebridge.jdbc.table=cachebridge_app.cachebridge_entry");
			backend.put("a", STORED);
			assertThat(backend.get("a")).isEqualTo(STORED);
		}
	}

	@Test
	void addsNothingToACounterWhereTheDriverTellsOnlyOfRowsThatChanged() {
		CacheBackend backend = open(mariadb.url() + "&useAffectedRows=true");
		backend.delete("counter");
		assertThat(backend.increment("counter", 0, null)).isZero();
		assertThat(backend.increment("counter", 0, null)).isZero();
		assertThat(backend.increment("counter", 2, null)).isEqualTo(2);
		assertThat(backend.increment("counter", 0, null)).isEqualTo(2);
	}

	private CacheBackend open(String url, String... properties) {
		List<String> all = new ArrayList<>(List.of("cachebridge.jdbc.timeout=30s",
				"cachebridge.jdbc.initialize-schema=always", "cachebridge.jdbc.url=" + url));
		all.addAll(List.of(properties));
		ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeJdbcAutoConfiguration.class).with(() -> all);
		this.opened.add(0, () -> backends.afterAll(null));
		CacheBackend backend = backends.create("jdbc");
		this.opened.add(0, backend);
		return backend;
	}

}

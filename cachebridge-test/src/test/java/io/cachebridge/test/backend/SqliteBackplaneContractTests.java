package io.cachebridge.test.backend;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SqliteBackplaneContractTests extends AbstractJdbcBackplaneContract {

	@TempDir
	static Path directory;

	/** Nobody else can even read meanwhile. */
	static Connection locksTheOther;

	@BeforeAll
	static void lock() throws SQLException {
		locksTheOther = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("locked.db"));
		try (Statement statement = locksTheOther.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
		}
	}

	@AfterAll
	static void unlock() throws SQLException {
		locksTheOther.close();
	}

	@RegisterExtension
	static final ConfiguredBackends backends = AbstractJdbcBackendContract
		.jdbcAt(() -> "jdbc:sqlite:" + directory.resolve("cache.db"));

	@RegisterExtension
	static final ConfiguredBackends away = AbstractJdbcBackendContract
		.jdbcAway(() -> "jdbc:sqlite:" + directory.resolve("locked.db"));

	@Override
	ConfiguredBackends backends() {
		return backends;
	}

	@Override
	ConfiguredBackends away() {
		return away;
	}

}

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

class SqliteBackendContractTests extends AbstractJdbcBackendContract {

	@TempDir
	static Path directory;

	/** Nobody else can even read meanwhile. */
	static Connection locksTheOther;

	@BeforeAll
	static void lock() throws SQLException {
		locksTheOther = DriverManager.getConnection("jdbc:sqlite:%s/locked.db".formatted(directory));
		try (Statement statement = locksTheOther.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
		}
	}

	@AfterAll
	static void unlock() throws SQLException {
		locksTheOther.close();
	}

	@RegisterExtension
	static final ConfiguredBackends backends = jdbcAt(() -> "jdbc:sqlite:%s/cache.db".formatted(directory));

	@RegisterExtension
	static final ConfiguredBackends away = jdbcAway(() -> "jdbc:sqlite:%s/locked.db".formatted(directory));

	@Override
	String url() {
		return "jdbc:sqlite:%s/cache.db".formatted(directory);
	}

	@Override
	ConfiguredBackends backends() {
		return backends;
	}

	@Override
	ConfiguredBackends away() {
		return away;
	}

}

package io.cachebridge.test.backend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

class H2MemoryBackendContractTests extends AbstractJdbcBackendContract {

	private static final String URL = "jdbc:h2:mem:h2-memory-contract";

	/** A database in memory ends with its last connection. */
	static Connection keepsItAlive;

	@BeforeAll
	static void connect() throws SQLException {
		keepsItAlive = DriverManager.getConnection(URL);
	}

	@AfterAll
	static void disconnect() throws SQLException {
		keepsItAlive.close();
	}

	@RegisterExtension
	static final ConfiguredBackends backends = jdbcAt(() -> URL);

	@RegisterExtension
	static final ConfiguredBackends away = jdbcAway(() -> "jdbc:h2:mem:nowhere;IFEXISTS=TRUE");

	@Override
	String url() {
		return URL;
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

package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.MariaDbServerFixture;

class MariaDbBackplaneContractIT extends AbstractJdbcBackplaneContract {

	@RegisterExtension
	static final MariaDbServerFixture mariaDb = MariaDbServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = AbstractJdbcBackendContract.jdbcAt(() -> mariaDb.url());

	@RegisterExtension
	static final ConfiguredBackends away = AbstractJdbcBackendContract
		.jdbcAway(() -> "jdbc:mariadb://127.0.0.1:1/nowhere");

	@Override
	ConfiguredBackends backends() {
		return backends;
	}

	@Override
	ConfiguredBackends away() {
		return away;
	}

}

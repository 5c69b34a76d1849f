package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.PostgresServerFixture;

class PostgresBackplaneContractIT extends AbstractJdbcBackplaneContract {

	@RegisterExtension
	static final PostgresServerFixture postgres = PostgresServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = AbstractJdbcBackendContract.jdbcAt(() -> postgres.url());

	@RegisterExtension
	static final ConfiguredBackends away = AbstractJdbcBackendContract
		.jdbcAway(() -> "jdbc:postgresql://127.0.0.1:1/nowhere");

	@Override
	ConfiguredBackends backends() {
		return backends;
	}

	@Override
	ConfiguredBackends away() {
		return away;
	}

}

package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.PostgresServerFixture;

class PostgresBackendContractIT extends AbstractJdbcBackendContract {

	@RegisterExtension
	static final PostgresServerFixture postgres = PostgresServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = jdbcAt(() -> postgres.url());

	@RegisterExtension
	static final ConfiguredBackends away = jdbcAway(() -> "jdbc:postgresql://127.0.0.1:1/nowhere");

	@Override
	String url() {
		return postgres.url();
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

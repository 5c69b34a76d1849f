package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.MariaDbServerFixture;

class MariaDbBackendContractIT extends AbstractJdbcBackendContract {

	@RegisterExtension
	static final MariaDbServerFixture mariadb = MariaDbServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = jdbcAt(() -> mariadb.url());

	@RegisterExtension
	static final ConfiguredBackends away = jdbcAway(() -> "jdbc:mariadb://127.0.0.1:1/nowhere");

	@Override
	String url() {
		return mariadb.url();
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

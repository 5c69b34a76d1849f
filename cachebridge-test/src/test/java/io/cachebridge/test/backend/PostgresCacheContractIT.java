package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.PostgresServerFixture;

class PostgresCacheContractIT extends StoreCacheContract {

	@RegisterExtension
	static final PostgresServerFixture postgres = PostgresServerFixture.shared();

	PostgresCacheContractIT() {
		super("jdbc", PostgresBackendContractIT.backends);
	}

}

package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.ConsulServerFixture;

class ConsulCacheContractIT extends StoreCacheContract {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.shared();

	ConsulCacheContractIT() {
		super("consul", ConsulBackendContractIT.backends);
	}

}

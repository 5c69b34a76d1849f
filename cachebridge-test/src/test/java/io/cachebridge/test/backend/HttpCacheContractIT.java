package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.HttpServerFixture;

class HttpCacheContractIT extends StoreCacheContract {

	@RegisterExtension
	static final HttpServerFixture server = HttpServerFixture.shared();

	HttpCacheContractIT() {
		super("http", HttpBackendContractIT.backends);
	}

}

package io.cachebridge.samples.stores;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.HttpServerFixture;

class HttpStoreIT extends StoreContract {

	@RegisterExtension
	static final HttpServerFixture server = HttpServerFixture.shared();

	HttpStoreIT() {
		super("http");
	}

	@Override
	protected List<String> properties() {
		return List.of("cachebridge.http.url=" + server.url() + "/cache/{key}", "cachebridge.http.timeout=30s");
	}

}

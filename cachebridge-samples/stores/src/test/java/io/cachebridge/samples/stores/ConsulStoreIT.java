package io.cachebridge.samples.stores;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.ConsulServerFixture;

class ConsulStoreIT extends StoreContract {

	@RegisterExtension
	static final ConsulServerFixture server = ConsulServerFixture.shared();

	ConsulStoreIT() {
		super("consul");
	}

	@Override
	protected List<String> properties() {
		return List.of("spring.cloud.consul.host=" + server.host(), "spring.cloud.consul.port=" + server.port(),
				"cachebridge.consul.timeout=30s");
	}

}

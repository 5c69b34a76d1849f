package io.cachebridge.samples.stores;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.MemcachedServerFixture;

class MemcachedStoreIT extends StoreContract {

	@RegisterExtension
	static final MemcachedServerFixture server = MemcachedServerFixture.shared();

	MemcachedStoreIT() {
		super("memcached");
	}

	@Override
	protected List<String> properties() {
		return List.of("cachebridge.memcached.servers=" + server.address(), "cachebridge.memcached.timeout=30s");
	}

}

package io.cachebridge.test.backend;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.test.server.MemcachedServerFixture;

class SeveralMemcachedBackendContractIT extends AbstractMemcachedBackendContract {

	@RegisterExtension
	static final MemcachedServerFixture second = MemcachedServerFixture.exclusive();

	@RegisterExtension
	static final ConfiguredBackends backends = memcachedWith(SeveralMemcachedBackendContractIT::properties);

	SeveralMemcachedBackendContractIT() {
		super(backends);
	}

	static List<String> properties() {
		return List.of("cachebridge.memcached.timeout=30s", "cachebridge.memcached.key-prefix=several/",
				"cachebridge.memcached.connection-pool-size=3", "cachebridge.memcached.protocol=binary",
				"cachebridge.memcached.servers=" + memcached.address() + "," + second.address(),
				"cachebridge.memcached.instances.away.servers=127.0.0.1:1");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		memcached.set("several/" + KeyEscape.escape(key), bytes);
		second.set("several/" + KeyEscape.escape(key), bytes);
	}

}

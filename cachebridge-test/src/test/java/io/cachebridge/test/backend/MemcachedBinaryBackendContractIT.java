package io.cachebridge.test.backend;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

class MemcachedBinaryBackendContractIT extends AbstractMemcachedBackendContract {

	@RegisterExtension
	static final ConfiguredBackends backends = memcachedWith(MemcachedBinaryBackendContractIT::properties);

	MemcachedBinaryBackendContractIT() {
		super(backends);
	}

	static List<String> properties() {
		return List.of("cachebridge.memcached.timeout=30s", "cachebridge.memcached.protocol=binary",
				"cachebridge.memcached.servers=" + memcached.address(),
				"cachebridge.memcached.instances.away.servers=127.0.0.1:1");
	}

}

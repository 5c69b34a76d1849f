package io.cachebridge.test.backend;

import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cloud.consul.ConsulAutoConfiguration;

import io.cachebridge.backend.consul.CacheBridgeConsulAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.support.KeyEscape;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.ConsulServerFixture;

class ConsulBackendContractIT extends CacheBackendContract {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.shared();

	@RegisterExtension
	static final ConfiguredBackends backends = consulAt(ConsulBackendContractIT::shared);

	@RegisterExtension
	static final ConfiguredBackends away = consulAt(ConsulBackendContractIT::nowhere);

	static List<String> shared() {
		return List.of("cachebridge.consul.timeout=30s", "spring.cloud.consul.host=" + consul.host(),
				"spring.cloud.consul.port=" + consul.port());
	}

	static List<String> nowhere() {
		return List.of("spring.cloud.consul.host=127.0.0.1", "spring.cloud.consul.port=1");
	}

	static ConfiguredBackends consulAt(Supplier<List<String>> properties) {
		return ConfiguredBackends.of(ConsulAutoConfiguration.class, CacheBridgeConsulAutoConfiguration.class)
			.with(properties);
	}

	@Override
	protected CacheBackend createBackend() {
		return backends.create("consul");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away.create("consul");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		consul.call("PUT", "/v1/kv/cachebridge/" + KeyEscape.escape(key) + ".", bytes);
	}

}

package io.cachebridge.test.backend;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.backend.tiered.CacheBridgeTieredAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.support.RecordFormat;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.SharedStore;

/**
 * Copies that are served without a question, as both backends are shared by all nodes.
 */
class TieredBackendContractTests extends CacheBackendContract {

	@RegisterExtension
	static final ConfiguredBackends backends = ConfiguredBackends
		.of(CacheBridgeMemoryAutoConfiguration.class, CacheBridgeTieredAutoConfiguration.class)
		.with(() -> List.of("cachebridge.tiered.instances.pair.near=near", "cachebridge.tiered.instances.pair.far=far",
				"cachebridge.tiered.near-time-to-live=1m"));

	private final SharedStore near = new SharedStore();

	private final SharedStore far = new SharedStore();

	@Override
	protected CacheBackend createBackend() {
		return backends.create("pair", (name) -> name.equals("near") ? this.near : this.far);
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		this.far.put(key, RecordFormat.read(bytes));
	}

}

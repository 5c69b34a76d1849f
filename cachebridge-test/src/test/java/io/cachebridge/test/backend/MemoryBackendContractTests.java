package io.cachebridge.test.backend;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.backend.memory.CacheBridgeMemoryAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.test.CacheBackendContract;

class MemoryBackendContractTests extends CacheBackendContract {

	@RegisterExtension
	static final ConfiguredBackends backends = ConfiguredBackends.of(CacheBridgeMemoryAutoConfiguration.class);

	@Override
	protected CacheBackend createBackend() {
		return backends.create("memory");
	}

	@Override
	protected Optional<Duration> dropsExpiredRecordsWithin() {
		return Optional.of(Duration.ofMillis(1));
	}

}

package io.cachebridge.backend.memory;

import java.time.Clock;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;

/**
 * Creates backends in memory, each with records of its own.
 */
final class MemoryBackendProvider implements CacheBackendProvider {

	private final CacheBridgeMemoryProperties properties;

	MemoryBackendProvider(CacheBridgeMemoryProperties properties) {
		this.properties = properties;
	}

	@Override
	public String type() {
		return "memory";
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		return new MemoryBackend(name, this.properties.maximumSize(), Clock.systemUTC());
	}

}

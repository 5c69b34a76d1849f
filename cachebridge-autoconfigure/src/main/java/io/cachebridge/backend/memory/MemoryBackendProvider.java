package io.cachebridge.backend.memory;

import java.time.Clock;
import java.util.Set;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.NamedInstances;

/**
 * Creates backends in memory, each with records of its own.
 */
final class MemoryBackendProvider implements CacheBackendProvider {

	static final String TYPE = "memory";

	private final NamedInstances<CacheBridgeMemoryProperties> instances;

	MemoryBackendProvider(NamedInstances<CacheBridgeMemoryProperties> instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return TYPE;
	}

	@Override
	public Set<String> names() {
		return this.instances.names();
	}

	@Override
	public CircuitBreakerSettings circuitBreaker(String name) {
		return CircuitBreakerSettings.OFF;
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		return new MemoryBackend(name, this.instances.get(name).maximumSize(), Clock.systemUTC());
	}

}

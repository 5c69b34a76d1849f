package io.cachebridge.backend.consul;

import java.time.Clock;
import java.util.Set;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Creates backends over the key-value store of Consul.
 */
final class ConsulBackendProvider implements CacheBackendProvider {

	private final ConsulInstances instances;

	ConsulBackendProvider(ConsulInstances instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return ConsulInstances.TYPE;
	}

	@Override
	public Set<String> names() {
		return this.instances.names();
	}

	@Override
	public CircuitBreakerSettings circuitBreaker(String name) {
		return CircuitBreakerProperties.settings(this.instances.settings(name).circuitBreaker());
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		return new ConsulBackend(this.instances.open(name), this.instances.settings(name), this.instances.calls(name),
				Clock.systemUTC());
	}

}

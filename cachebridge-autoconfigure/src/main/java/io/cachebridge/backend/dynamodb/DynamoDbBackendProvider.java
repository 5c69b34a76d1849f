package io.cachebridge.backend.dynamodb;

import java.time.Clock;
import java.util.Set;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Creates a backend for each table that is configured.
 */
final class DynamoDbBackendProvider implements CacheBackendProvider {

	private final DynamoDbInstances instances;

	DynamoDbBackendProvider(DynamoDbInstances instances) {
		this.instances = instances;
	}

	@Override
	public String type() {
		return DynamoDbInstances.TYPE;
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
		return new DynamoDbBackend(this.instances.open(name, this.instances.settings(name)), Clock.systemUTC());
	}

}

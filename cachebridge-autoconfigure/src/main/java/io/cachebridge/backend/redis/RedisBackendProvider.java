package io.cachebridge.backend.redis;

import java.time.Clock;
import java.util.Set;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Creates backends over the Redis servers of the application.
 */
final class RedisBackendProvider implements CacheBackendProvider {

	static final String TYPE = "redis";

	private final RedisInstances instances;

	RedisBackendProvider(RedisInstances instances) {
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
		return CircuitBreakerProperties.settings(this.instances.settings(name).circuitBreaker());
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		return new RedisBackend(name, this.instances.commands(name), Clock.systemUTC());
	}

}

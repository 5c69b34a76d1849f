package io.cachebridge.backend.file;

import java.time.Clock;
import java.util.Set;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Creates backends in directories, one for each configured name.
 */
final class FileBackendProvider implements CacheBackendProvider {

	static final String TYPE = "file";

	private final FileInstances instances;

	FileBackendProvider(FileInstances instances) {
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
		return CircuitBreakerProperties.settings(this.instances.get(name).circuitBreaker());
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		CacheBridgeFileProperties properties = this.instances.get(name);
		StoreDirectory directory = new StoreDirectory(this.instances.directory(name), properties.sync());
		return new FileBackend(name, directory, properties, Clock.systemUTC());
	}

}

package io.cachebridge.backend.jdbc;

import java.time.Clock;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;

import io.cachebridge.spi.BackendLookup;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendProvider;
import io.cachebridge.spi.CircuitBreakerSettings;
import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Creates backends over relational databases.
 */
final class JdbcBackendProvider implements CacheBackendProvider {

	private final Databases databases;

	JdbcBackendProvider(Databases databases) {
		this.databases = databases;
	}

	@Override
	public String type() {
		return "jdbc";
	}

	@Override
	public Set<String> names() {
		return this.databases.instances().names();
	}

	@Override
	public CircuitBreakerSettings circuitBreaker(String name) {
		return CircuitBreakerProperties.settings(this.databases.instances().get(name).circuitBreaker());
	}

	@Override
	public CacheBackend create(String name, BackendLookup others) {
		CacheBridgeJdbcProperties settings = this.databases.instances().get(name);
		HikariDataSource pool = this.databases.pool(name, name, settings.maximumConnections());
		Schema schema = Schema.ofEntries(settings, this.databases.instances().path(name));
		return new JdbcBackend(name, new Database(pool, schema, settings.timeout()), settings, schema,
				Databases.capabilities(pool), Clock.systemUTC());
	}

}

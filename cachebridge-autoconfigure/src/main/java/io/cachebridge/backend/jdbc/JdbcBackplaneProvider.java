package io.cachebridge.backend.jdbc;

import java.time.Clock;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;

import io.cachebridge.spi.Backplane;
import io.cachebridge.spi.BackplaneProvider;
import io.cachebridge.spi.support.ChannelBackplane;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Creates backplanes over relational databases.
 */
final class JdbcBackplaneProvider implements BackplaneProvider {

	/** One to read, one to write. */
	private static final int CONNECTIONS = 2;

	private final Databases databases;

	JdbcBackplaneProvider(Databases databases) {
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
	public Backplane create(String name, String channel) {
		CacheBridgeJdbcProperties settings = this.databases.instances().get(name);
		HikariDataSource pool = this.databases.pool(name, name + "-backplane", CONNECTIONS);
		Schema schema = Schema.ofEntries(settings, this.databases.instances().path(name));
		Database database = new Database(pool, schema, settings.timeout());
		Clock clock = Clock.systemUTC();
		MessageTables tables = new MessageTables(settings.table(), channel, clock);
		return new ChannelBackplane(new TableChannel(database, tables, settings, TableChannel.KEPT, clock),
				new StoreCalls(name, new SqlFailures(schema)));
	}

}

package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Small pools of connections for the cache alone.
 * <p>
 * A thread that holds the only connection of the application's pool, because it is in a
 * transaction, would wait for another one in vain. So a pool of HikariCP is not used but
 * copied, connections of its own included. Of any other DataSource connections are taken
 * by a thread of the small pool: they are never those of the caller's transaction, and
 * the caller never waits longer than it is told. One that routes by what its caller does
 * is such a DataSource too, whatever it routes to, and sees a caller that does nothing.
 */
final class ConnectionPools {

	private static final Duration IDLE = Duration.ofMinutes(1);

	private ConnectionPools() {
	}

	/**
	 * Creates a pool for a database.
	 * @param url where the database is
	 * @param settings how it is used
	 * @return the pool, which is not connected
	 */
	static HikariDataSource at(String url, CacheBridgeJdbcProperties settings) {
		HikariDataSource pool = new HikariDataSource();
		pool.setUsername(settings.username());
		pool.setPassword(settings.password());
		Properties own = new Properties();
		Dialect.all().forEach((dialect) -> dialect.configure(url, own));
		pool.setDataSource(driver(url, null, own, settings.timeout()));
		return pool;
	}

	/**
	 * Creates a pool for the database of a DataSource.
	 * @param source the DataSource
	 * @param timeout how long to wait for an answer
	 * @return the pool, which is not connected
	 */
	static HikariDataSource like(DataSource source, Duration timeout) {
		DataSource target = withoutTransaction(source);
		HikariDataSource pool = new HikariDataSource();
		HikariDataSource known = hikari(target);
		if (known == null) {
			pool.setDataSource(new GuestDataSource(target));
			return pool;
		}
		known.copyStateTo(pool);
		forget(pool);
		if (known.getCredentialsProvider() == null) {
			// A password may change, and an extended pool may make one up each time
			pool.setCredentialsProvider(known::getCredentials);
		}
		if (pool.getDataSource() != null) {
			pool.setDataSource(new GuestDataSource(pool.getDataSource()));
		}
		else if (pool.getJdbcUrl() != null) {
			pool.setDataSource(
					driver(pool.getJdbcUrl(), pool.getDriverClassName(), pool.getDataSourceProperties(), timeout));
		}
		return pool;
	}

	/**
	 * Sets what is the same for all pools.
	 * @param pool the pool
	 * @param name what its threads are called after
	 * @param maximumConnections how many connections it has at most
	 * @param timeout how long to wait for one
	 * @return the pool
	 */
	static HikariDataSource limit(HikariDataSource pool, String name, int maximumConnections, Duration timeout) {
		pool.setPoolName("cachebridge-" + name);
		pool.setMaximumPoolSize(maximumConnections);
		pool.setMinimumIdle(0);
		pool.setIdleTimeout(IDLE.toMillis());
		pool.setConnectionTimeout(timeout.toMillis());
		pool.setValidationTimeout(timeout.toMillis());
		pool.setInitializationFailTimeout(-1);
		return pool;
	}

	// Of the copy, what belongs to the application's use of its pool
	private static void forget(HikariDataSource pool) {
		if (pool.getMetricRegistry() != null) {
			pool.setMetricRegistry(null);
		}
		if (pool.getMetricsTrackerFactory() != null) {
			pool.setMetricsTrackerFactory(null);
		}
		pool.setHealthCheckRegistry(null);
		pool.setRegisterMbeans(false);
		pool.setAllowPoolSuspension(false);
		pool.setAutoCommit(true);
		pool.setReadOnly(false);
		pool.setTransactionIsolation(null);
		pool.setLeakDetectionThreshold(0);
	}

	private static DataSource driver(String url, @Nullable String driverClassName, Properties settings,
			Duration timeout) {
		Properties limited = new Properties();
		limited.putAll(settings);
		Dialect.all().forEach((dialect) -> dialect.limit(url, Database.seconds(timeout), limited));
		DriverManagerDataSource driver = new DriverManagerDataSource(url);
		driver.setConnectionProperties(limited);
		if (driverClassName != null) {
			driver.setDriverClassName(driverClassName);
		}
		return new GuestDataSource(driver);
	}

	private static @Nullable HikariDataSource hikari(DataSource source) {
		if (source instanceof HikariDataSource pool) {
			return pool;
		}
		try {
			// One that routes would unwrap to where the thread that came first belongs
			boolean routes = source.isWrapperFor(AbstractRoutingDataSource.class);
			return (!routes && source.isWrapperFor(HikariDataSource.class)) ? source.unwrap(HikariDataSource.class)
					: null;
		}
		catch (SQLException | RuntimeException ex) {
			return null;
		}
	}

	private static DataSource withoutTransaction(DataSource source) {
		DataSource target = source;
		while (target instanceof TransactionAwareDataSourceProxy || target instanceof LazyConnectionDataSourceProxy) {
			DataSource next = ((DelegatingDataSource) target).getTargetDataSource();
			if (next == null) {
				return target;
			}
			target = next;
		}
		return target;
	}

}

package io.cachebridge.backend.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

import io.cachebridge.spi.support.CircuitBreakerProperties;

/**
 * Settings of a relational database as a store and as a backplane.
 *
 * @param dataSource Name of the DataSource bean of the database. Needed only if there are
 * several and none is primary, or if that one routes to others. Not together with a URL.
 * @param url JDBC URL of a database of the cache's own. Without it the application's
 * DataSource tells where the database is; without that too it is a file of SQLite in the
 * working directory, if the driver is there.
 * @param username Login name at the URL.
 * @param password Login password at the URL.
 * @param table Table that holds the records, with or without its schema, of which SQLite
 * has none. Those that hold messages have its name with _sender and _message at the end.
 * @param initializeSchema Whether to create missing tables when they are first used.
 * @param timeout How long a call waits for a connection, and then for each answer, before
 * it counts as failed, an hour at most. Drivers that count in seconds round up.
 * @param maximumConnections How many connections there are at most, besides those of the
 * application's own pool.
 * @param maximumEntries Number of records beyond which those that expire soonest are
 * removed when the table is pruned. Records that never expire stay.
 * @param pruneInterval How often expired records are removed; zero for never.
 * @param backplane The messages between nodes.
 * @param instances Further databases or tables, by name. What they do not set they take
 * from here.
 * @param circuitBreaker When a store that keeps failing is left alone for a time.
 */
@ConfigurationProperties(prefix = "cachebridge.jdbc", ignoreUnknownFields = false)
public record CacheBridgeJdbcProperties(@Nullable String dataSource, @Nullable String url, @Nullable String username,
		@Nullable String password, @DefaultValue("cachebridge_entry") String table,
		@DefaultValue("embedded") InitializeSchema initializeSchema, @DefaultValue("1s") Duration timeout,
		@DefaultValue("5") int maximumConnections, @Nullable Long maximumEntries,
		@DefaultValue("5m") Duration pruneInterval, @DefaultValue Backplane backplane,
		@DefaultValue Map<String, CacheBridgeJdbcProperties> instances,
		@NestedConfigurationProperty @Nullable CircuitBreakerProperties circuitBreaker) {

	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

	private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

	private static final String NAME = "[A-Za-z_][A-Za-z0-9_]{0,47}";

	private static final Pattern TABLE = Pattern.compile("(" + NAME + "\\.)?" + NAME);

	public CacheBridgeJdbcProperties {
		requireTable(table);
		if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
			throw new IllegalArgumentException("'cachebridge.jdbc.timeout' must be between %s and %s but was %s"
				.formatted(SHORTEST_TIMEOUT, LONGEST_TIMEOUT, timeout));
		}
		if (maximumConnections < 1) {
			throw new IllegalArgumentException(
					"'cachebridge.jdbc.maximum-connections' must be positive but was " + maximumConnections);
		}
		if (maximumEntries != null && maximumEntries < 1) {
			throw new IllegalArgumentException(
					"'cachebridge.jdbc.maximum-entries' must be positive but was " + maximumEntries);
		}
		if (pruneInterval.isNegative()) {
			throw new IllegalArgumentException(
					"'cachebridge.jdbc.prune-interval' must not be negative but was " + pruneInterval);
		}
	}

	private static void requireTable(String table) {
		if (!TABLE.matcher(table).matches()) {
			throw new IllegalArgumentException(
					"'cachebridge.jdbc.table' must be letters, digits and underscores, with or without a schema, but was '%s'"
						.formatted(table));
		}
	}

	/**
	 * Leaves out what may hold a password.
	 */
	@Override
	public String toString() {
		return "CacheBridgeJdbcProperties[table=%s, initializeSchema=%s, timeout=%s]".formatted(this.table,
				this.initializeSchema, this.timeout);
	}

	/**
	 * Settings of the backplane.
	 *
	 * @param pollInterval How often each node asks for messages. Where PostgreSQL tells
	 * of them by itself, it is at most every second.
	 */
	public record Backplane(@DefaultValue("200ms") Duration pollInterval) {

		private static final Duration SHORTEST = Duration.ofMillis(10);

		private static final Duration LONGEST = Duration.ofMinutes(1);

		public Backplane {
			if (pollInterval.compareTo(SHORTEST) < 0 || pollInterval.compareTo(LONGEST) > 0) {
				throw new IllegalArgumentException(
						"'cachebridge.jdbc.backplane.poll-interval' must be between %s and %s but was %s"
							.formatted(SHORTEST, LONGEST, pollInterval));
			}
		}

	}

	/**
	 * When tables are created.
	 */
	public enum InitializeSchema {

		/** In H2 and SQLite, unless they are servers. */
		EMBEDDED,

		/** In every database. */
		ALWAYS,

		/** Not at all. */
		NEVER

	}

}

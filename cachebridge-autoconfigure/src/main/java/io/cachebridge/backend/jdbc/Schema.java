package io.cachebridge.backend.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Objects;
import java.util.regex.Pattern;

import org.springframework.util.StringUtils;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcProperties.InitializeSchema;

/**
 * The tables and how they come into being: by a script for each kind of database, in
 * which the table has its default name.
 *
 * @param script what the scripts are called, without the kind of database
 * @param defaultTable the table in the scripts
 * @param table the table in use
 * @param initialize when to run a script
 * @param path where the settings are, for messages
 */
record Schema(String script, String defaultTable, String table, InitializeSchema initialize, String path) {

	private static final String INDEX = "_expires_at";

	static Schema ofEntries(CacheBridgeJdbcProperties properties, String path) {
		return new Schema("schema", "cachebridge_entry", properties.table(), properties.initializeSchema(), path);
	}

	/**
	 * Finds out what kind of database there is, and creates the tables if that is wanted.
	 * @param connection a connection
	 * @param timeoutSeconds how long a statement may take
	 * @return the kind of database
	 * @throws SQLException if a table could not be created, or the kind is unknown
	 */
	Dialect prepare(Connection connection, int timeoutSeconds) throws SQLException {
		DatabaseMetaData about = connection.getMetaData();
		Dialect dialect = dialectOf(about.getDatabaseProductName());
		if (this.table.indexOf('.') >= 0 && !dialect.hasSchemas()) {
			throw new SQLFeatureNotSupportedException("'%s.table' is '%s', but %s has no schemas".formatted(this.path,
					this.table, about.getDatabaseProductName()));
		}
		boolean wanted = switch (this.initialize) {
			case ALWAYS -> true;
			case EMBEDDED -> dialect.isEmbedded(String.valueOf(about.getURL()));
			case NEVER -> false;
		};
		if (wanted) {
			try (Statement statement = connection.createStatement()) {
				statement.setQueryTimeout(timeoutSeconds);
				for (String sql : StringUtils.delimitedListToStringArray(script(dialect), ";")) {
					if (!sql.isBlank()) {
						run(statement, sql.trim());
					}
				}
			}
		}
		return dialect;
	}

	// Databases do not agree with themselves when two nodes create the same at once
	private static void run(Statement statement, String sql) throws SQLException {
		try {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			statement.execute(sql);
		}
	}

	private static Dialect dialectOf(String product) throws SQLException {
		for (Dialect dialect : Dialect.all()) {
			if (dialect.isOf(product)) {
				return dialect;
			}
		}
		throw new SQLFeatureNotSupportedException(
				"%s is not supported; PostgreSQL, MySQL, MariaDB, H2 and SQLite are".formatted(product));
	}

	private String script(Dialect dialect) {
		try (InputStream content = Schema.class.getResourceAsStream(file(dialect))) {
			return renamed(new String(Objects.requireNonNull(content).readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new IllegalStateException(file(dialect) + " cannot be read", ex);
		}
	}

	private String renamed(String script) {
		// An index is where its table is, without saying so
		String withoutSchema = this.table.substring(this.table.indexOf('.') + 1);
		return Pattern.compile("\\b" + this.defaultTable + "(" + INDEX + ")?")
			.matcher(script)
			.replaceAll((found) -> (found.group(1) != null) ? withoutSchema + INDEX : this.table);
	}

	private String file(Dialect dialect) {
		return "%s-%s.sql".formatted(this.script, dialect.platform());
	}

	/**
	 * Tells what to do about a missing table.
	 * @param dialect the kind of database
	 * @return the advice
	 */
	String howToCreate(Dialect dialect) {
		return "table '%s', or one that belongs to it, is missing; create it with '%s/%s' from the class path, or set '%s.initialize-schema' to 'always'"
			.formatted(this.table, Schema.class.getPackageName().replace('.', '/'), file(dialect), this.path);
	}

}

package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/**
 * SQLite. Databases of our own have a log of their writes (WAL), so that nobody who reads
 * waits for somebody who writes.
 */
final class SqliteDialect implements Dialect {

	private static final String URL = "jdbc:sqlite:";

	@Override
	public String platform() {
		return "sqlite";
	}

	@Override
	public boolean isOf(String product) {
		return product.equals("SQLite");
	}

	@Override
	public String upsert(String table, String key, List<String> others) {
		return "%s ON CONFLICT (%s) DO UPDATE SET %s".formatted(Dialect.insert(table, Dialect.columns(key, others)),
				key, Dialect.assignments(others, "excluded.%s"));
	}

	@Override
	public String insertIfAbsent(String table, List<String> columns) {
		return Dialect.insert(table, columns) + " ON CONFLICT (%s) DO NOTHING".formatted(columns.get(0));
	}

	@Override
	public boolean isDuplicate(SQLException failure) {
		String message = String.valueOf(failure.getMessage());
		return message.contains("SQLITE_CONSTRAINT_PRIMARYKEY") || message.contains("SQLITE_CONSTRAINT_UNIQUE");
	}

	// Only other files that a connection has attached, which none of ours has
	@Override
	public boolean hasSchemas() {
		return false;
	}

	@Override
	public boolean isMissingTable(SQLException failure) {
		return String.valueOf(failure.getMessage()).contains("no such table");
	}

	@Override
	public boolean isEmbedded(String url) {
		return true;
	}

	@Override
	public boolean isShared(String url) {
		return isDurable(url);
	}

	@Override
	public boolean isRemote(String url) {
		return !url.startsWith(URL);
	}

	@Override
	public boolean isDurable(String url) {
		return !url.startsWith(URL) || !(url.contains(":memory:") || url.contains("mode=memory") || url.equals(URL));
	}

	@Override
	public void configure(String url, Properties settings) {
		if (url.startsWith(URL)) {
			settings.setProperty("journal_mode", "WAL");
			settings.setProperty("synchronous", "NORMAL");
			settings.setProperty("transaction_mode", "IMMEDIATE");
		}
	}

}

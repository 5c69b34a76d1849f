package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/**
 * PostgreSQL, and what speaks like it.
 */
final class PostgresDialect implements Dialect {

	private static final String UNDEFINED_TABLE = "42P01";

	@Override
	public String platform() {
		return "postgresql";
	}

	@Override
	public boolean isOf(String product) {
		return product.equals("PostgreSQL");
	}

	@Override
	public String upsert(String table, String key, List<String> others) {
		return "%s ON CONFLICT (%s) DO UPDATE SET %s".formatted(Dialect.insert(table, Dialect.columns(key, others)),
				key, Dialect.assignments(others, "EXCLUDED.%s"));
	}

	@Override
	public String insertIfAbsent(String table, List<String> columns) {
		return Dialect.insert(table, columns) + " ON CONFLICT (%s) DO NOTHING".formatted(columns.get(0));
	}

	@Override
	public String wakeUp(String name) {
		return "NOTIFY " + name;
	}

	@Override
	public void limit(String url, int seconds, Properties settings) {
		if (url.startsWith("jdbc:postgresql:")) {
			for (String limit : List.of("connectTimeout", "socketTimeout", "cancelSignalTimeout")) {
				settings.putIfAbsent(limit, String.valueOf(seconds));
			}
		}
	}

	@Override
	public boolean isMissingTable(SQLException failure) {
		return UNDEFINED_TABLE.equals(failure.getSQLState());
	}

}

package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * MySQL and MariaDB. A row is inserted plainly if it must not be there: {@code IGNORE}
 * would hide other failures, and how many rows {@code ON DUPLICATE KEY} has touched
 * depends on the driver's settings.
 */
final class MySqlDialect implements Dialect {

	private static final Set<String> PRODUCTS = Set.of("MySQL", "MariaDB");

	private static final int DUPLICATE_ENTRY = 1062;

	@Override
	public String platform() {
		return "mysql";
	}

	@Override
	public boolean isOf(String product) {
		return PRODUCTS.contains(product);
	}

	@Override
	public String upsert(String table, String key, List<String> others) {
		return "%s ON DUPLICATE KEY UPDATE %s".formatted(Dialect.insert(table, Dialect.columns(key, others)),
				Dialect.assignments(others, "VALUES(%s)"));
	}

	@Override
	public boolean isDuplicate(SQLException failure) {
		return failure.getErrorCode() == DUPLICATE_ENTRY;
	}

	@Override
	public void limit(String url, int seconds, Properties settings) {
		if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
			for (String limit : List.of("connectTimeout", "socketTimeout")) {
				settings.putIfAbsent(limit, String.valueOf(seconds * 1000));
			}
		}
	}

}

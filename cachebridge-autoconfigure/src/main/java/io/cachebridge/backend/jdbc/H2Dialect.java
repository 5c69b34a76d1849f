package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * H2, in the process or as a server.
 */
final class H2Dialect implements Dialect {

	private static final String URL = "jdbc:h2:";

	@Override
	public String platform() {
		return "h2";
	}

	@Override
	public boolean isOf(String product) {
		return product.equals("H2");
	}

	@Override
	public String upsert(String table, String key, List<String> others) {
		return Dialect.insert(table, Dialect.columns(key, others))
			.replaceFirst("INSERT INTO", "MERGE INTO")
			.replaceFirst(" VALUES", " KEY (%s) VALUES".formatted(key));
	}

	@Override
	public boolean isMissingTable(SQLException failure) {
		String state = String.valueOf(failure.getSQLState());
		return state.equals("42S02") || state.equals("42S03") || state.equals("42S04");
	}

	@Override
	public boolean isEmbedded(String url) {
		return !isServer(url);
	}

	@Override
	public boolean isShared(String url) {
		return !url.startsWith(URL) || isServer(url)
				|| (isDurable(url) && url.toUpperCase(Locale.ROOT).contains("AUTO_SERVER=TRUE"));
	}

	@Override
	public boolean isRemote(String url) {
		return !url.startsWith(URL) || isServer(url);
	}

	@Override
	public boolean isDurable(String url) {
		return !url.startsWith(URL + "mem:");
	}

	private static boolean isServer(String url) {
		return url.startsWith(URL + "tcp:") || url.startsWith(URL + "ssl:");
	}

}

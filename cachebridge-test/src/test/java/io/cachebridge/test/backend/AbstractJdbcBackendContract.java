package io.cachebridge.test.backend;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.test.CacheBackendContract;

/**
 * The contract, demanded of each kind of database.
 */
abstract class AbstractJdbcBackendContract extends CacheBackendContract {

	static ConfiguredBackends jdbcAt(Supplier<String> url) {
		return ConfiguredBackends.of(CacheBridgeJdbcAutoConfiguration.class)
			.with(() -> List.of("cachebridge.jdbc.timeout=30s", "cachebridge.jdbc.initialize-schema=always",
					"cachebridge.jdbc.url=" + url.get()));
	}

	static ConfiguredBackends jdbcAway(Supplier<String> url) {
		return ConfiguredBackends.of(CacheBridgeJdbcAutoConfiguration.class)
			.with(() -> List.of("cachebridge.jdbc.timeout=300ms", "cachebridge.jdbc.url=" + url.get()));
	}

	abstract String url();

	abstract ConfiguredBackends backends();

	abstract ConfiguredBackends away();

	@Override
	protected CacheBackend createBackend() {
		return backends().create("jdbc");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away().create("jdbc");
	}

	@Override
	protected int largestContentToTry() {
		return 9 * 1024 * 1024;
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) throws SQLException {
		byte[] name = key.getBytes(StandardCharsets.UTF_8);
		try (Connection connection = DriverManager.getConnection(url());
				PreparedStatement delete = connection
					.prepareStatement("DELETE FROM cachebridge_entry WHERE entry_key = ?");
				PreparedStatement insert = connection.prepareStatement("INSERT INTO cachebridge_entry"
						+ " (entry_key, version_incarnation, version_sequence, content) VALUES (?, 0, 0, ?)")) {
			backend().get(key);
			delete.setBytes(1, name);
			delete.executeUpdate();
			insert.setBytes(1, name);
			insert.setBytes(2, bytes);
			insert.executeUpdate();
		}
	}

}

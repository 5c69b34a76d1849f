package io.cachebridge.test.backend;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

class SqliteCacheContractTests extends StoreCacheContract {

	@TempDir
	static Path directory;

	SqliteCacheContractTests() {
		super("jdbc", AbstractJdbcBackendContract.jdbcAt(() -> "jdbc:sqlite:%s/cache.db".formatted(directory)));
	}

}

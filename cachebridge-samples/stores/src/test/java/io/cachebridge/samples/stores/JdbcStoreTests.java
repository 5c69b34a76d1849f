package io.cachebridge.samples.stores;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;

class JdbcStoreTests extends StoreContract {

	@TempDir
	private Path directory;

	JdbcStoreTests() {
		super("jdbc");
	}

	@Override
	protected List<String> properties() {
		return List.of("cachebridge.jdbc.url=jdbc:sqlite:" + this.directory.resolve("stores.db"),
				"cachebridge.jdbc.timeout=30s");
	}

}

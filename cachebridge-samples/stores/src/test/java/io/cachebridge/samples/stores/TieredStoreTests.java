package io.cachebridge.samples.stores;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.io.TempDir;

class TieredStoreTests extends StoreContract {

	@TempDir
	private Path directory;

	TieredStoreTests() {
		super("tiered");
	}

	@Override
	protected List<String> properties() {
		return List.of("cachebridge.file.directory=" + this.directory, "cachebridge.file.timeout=30s");
	}

}

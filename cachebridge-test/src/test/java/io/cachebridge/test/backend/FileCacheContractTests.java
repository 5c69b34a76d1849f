package io.cachebridge.test.backend;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

class FileCacheContractTests extends StoreCacheContract {

	@TempDir
	static Path directory;

	FileCacheContractTests() {
		super("file", FileBackendContractTests.filesIn(() -> directory.resolve("store").toString()));
	}

}

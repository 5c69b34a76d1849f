package io.cachebridge.test.backend;

import java.nio.file.Path;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.spi.Backplane;
import io.cachebridge.test.BackplaneContract;

class FileBackplaneContractTests extends BackplaneContract {

	@TempDir
	static Path parent;

	@RegisterExtension
	static final ConfiguredBackends backends = FileBackendContractTests
		.filesIn(() -> parent.resolve("store").toString());

	@RegisterExtension
	static final ConfiguredBackends away = FileBackendContractTests
		.filesIn(() -> parent.resolve("not mounted").resolve("store").toString());

	@Override
	protected Backplane createBackplane(String channel) {
		return backends.createBackplane("file", channel);
	}

	@Override
	protected Backplane createUnreachableBackplane(String channel) {
		return away.createBackplane("file", channel);
	}

}

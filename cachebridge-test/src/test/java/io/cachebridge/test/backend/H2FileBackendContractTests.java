package io.cachebridge.test.backend;

import java.nio.file.Path;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class H2FileBackendContractTests extends AbstractJdbcBackendContract {

	@TempDir
	static Path directory;

	@RegisterExtension
	static final ConfiguredBackends backends = jdbcAt(
			() -> "jdbc:h2:file:%s/cache;AUTO_SERVER=TRUE".formatted(directory));

	@RegisterExtension
	static final ConfiguredBackends away = jdbcAway(
			() -> "jdbc:h2:file:%s/nowhere;AUTO_SERVER=TRUE;IFEXISTS=TRUE".formatted(directory));

	@Override
	String url() {
		return "jdbc:h2:file:%s/cache;AUTO_SERVER=TRUE".formatted(directory);
	}

	@Override
	ConfiguredBackends backends() {
		return backends;
	}

	@Override
	ConfiguredBackends away() {
		return away;
	}

}

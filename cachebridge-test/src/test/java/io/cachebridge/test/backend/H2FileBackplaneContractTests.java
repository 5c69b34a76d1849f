package io.cachebridge.test.backend;

import java.nio.file.Path;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class H2FileBackplaneContractTests extends AbstractJdbcBackplaneContract {

	@TempDir
	static Path directory;

	@RegisterExtension
	static final ConfiguredBackends backends = AbstractJdbcBackendContract
		.jdbcAt(() -> "jdbc:h2:file:%s/cache;AUTO_SERVER=TRUE".formatted(directory));

	@RegisterExtension
	static final ConfiguredBackends away = AbstractJdbcBackendContract
		.jdbcAway(() -> "jdbc:h2:file:%s/nowhere;AUTO_SERVER=TRUE;IFEXISTS=TRUE".formatted(directory));

	@Override
	ConfiguredBackends backends() {
		return backends;
	}

	@Override
	ConfiguredBackends away() {
		return away;
	}

}

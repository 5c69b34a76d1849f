package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.test.server.PostgresServerFixture;

class JdbcTwoProcessesIT {

	@RegisterExtension
	static final PostgresServerFixture postgres = PostgresServerFixture.exclusive();

	@TempDir
	Path directory;

	@Test
	void staysWithinTheContract() {
		ClusterStore store = new ClusterStore("jdbc", "127.0.0.1", postgres.port(),
				(port) -> List.of("cachebridge.jdbc.url=jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port),
						"cachebridge.jdbc.username=postgres", "cachebridge.jdbc.initialize-schema=always"),
				null);
		try (TwoProcesses processes = new TwoProcesses(store, this.directory, Duration.ofMillis(1500))) {
			processes.suffer();
		}
	}

}

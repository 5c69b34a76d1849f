package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.test.server.ConsulServerFixture;

class ConsulTwoProcessesIT {

	@RegisterExtension
	static final ConsulServerFixture consul = ConsulServerFixture.exclusive();

	@TempDir
	Path directory;

	@Test
	void staysWithinTheContract() {
		ClusterStore store = new ClusterStore("consul", consul.host(), consul.port(),
				(port) -> List.of("spring.cloud.consul.host=127.0.0.1", "spring.cloud.consul.port=" + port), null);
		try (TwoProcesses processes = new TwoProcesses(store, this.directory, Duration.ofMillis(1500))) {
			processes.suffer();
		}
	}

}

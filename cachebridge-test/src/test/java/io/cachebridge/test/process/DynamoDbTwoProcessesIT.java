package io.cachebridge.test.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.cachebridge.test.server.DynamoDbServerFixture;

class DynamoDbTwoProcessesIT {

	@RegisterExtension
	static final DynamoDbServerFixture dynamodb = DynamoDbServerFixture.exclusive();

	@TempDir
	Path directory;

	@Test
	void staysWithinTheContract() {
		ClusterStore store = new ClusterStore("dynamodb", dynamodb.endpoint().getHost(), dynamodb.endpoint().getPort(),
				(port) -> List.of("cachebridge.dynamodb.endpoint=http://127.0.0.1:" + port,
						"cachebridge.dynamodb.region=eu-central-1", "cachebridge.dynamodb.create-table=true",
						"cachebridge.dynamodb.backplane.poll-interval=100ms"),
				null);
		try (TwoProcesses processes = new TwoProcesses(store, this.directory, Duration.ofSeconds(2))) {
			processes.suffer();
		}
	}

}

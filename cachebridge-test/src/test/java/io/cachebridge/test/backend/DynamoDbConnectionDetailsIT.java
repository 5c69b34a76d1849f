package io.cachebridge.test.backend;

import java.net.URI;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.cache.CacheManager;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

import io.cachebridge.backend.dynamodb.DynamoDbConnectionDetails;
import io.cachebridge.test.server.DynamoDbServerFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connection details lead to the server, while the properties lead nowhere.
 */
class DynamoDbConnectionDetailsIT {

	@RegisterExtension
	static final DynamoDbServerFixture dynamoDb = DynamoDbServerFixture.shared();

	@Test
	void leadToTheServer() {
		String table = "details-" + UUID.randomUUID();
		ConnectedCache
			.on("dynamodb", "cachebridge.dynamodb.endpoint=http://127.0.0.1:1", "cachebridge.dynamodb.table=" + table,
					"cachebridge.dynamodb.create-table=true")
			.withBean(DynamoDbConnectionDetails.class, ThisDynamoDb::new)
			.run((context) -> {
				ConnectedCache.assertWorks(context.getBean(CacheManager.class));
				try (DynamoDbClient client = DynamoDbClients.open(dynamoDb.endpoint())) {
					assertThat(client.scan((request) -> request.tableName(table)).items()).isNotEmpty();
				}
			});
	}

	/**
	 * As {@link DynamoDbClients#open} has it, without which the server shows nothing.
	 */
	private static final class ThisDynamoDb implements DynamoDbConnectionDetails {

		@Override
		public URI getEndpoint() {
			return dynamoDb.endpoint();
		}

		@Override
		public String getRegion() {
			return "eu-central-1";
		}

		@Override
		public String getAccessKey() {
			return "local";
		}

		@Override
		public String getSecretKey() {
			return "local";
		}

	}

}

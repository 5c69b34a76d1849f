package io.cachebridge.test.backend;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.cachebridge.backend.dynamodb.CacheBridgeDynamoDbAutoConfiguration;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.test.CacheBackendContract;
import io.cachebridge.test.server.DynamoDbServerFixture;

class DynamoDbBackendContractIT extends CacheBackendContract {

	@RegisterExtension
	static final DynamoDbServerFixture dynamoDb = DynamoDbServerFixture.shared();

	@RegisterExtension
	static final DynamoDbClients clients = new DynamoDbClients();

	@RegisterExtension
	static final ConfiguredBackends backends = dynamoDbWith(() -> clients.at(dynamoDb.endpoint()),
			"cachebridge.dynamodb.create-table=true", "cachebridge.dynamodb.timeout=30s");

	@RegisterExtension
	static final ConfiguredBackends away = dynamoDbWith(() -> clients.at(DynamoDbClients.NOWHERE));

	static ConfiguredBackends dynamoDbWith(Supplier<DynamoDbClient> client, String... properties) {
		return ConfiguredBackends.of(CacheBridgeDynamoDbAutoConfiguration.class)
			.with(() -> List.of(properties))
			.withBean(DynamoDbClient.class, client);
	}

	@Override
	protected CacheBackend createBackend() {
		return backends.create("dynamodb");
	}

	@Override
	protected CacheBackend createUnreachableBackend() {
		return away.create("dynamodb");
	}

	@Override
	protected void plantForeignBytes(String key, byte[] bytes) {
		clients.at(dynamoDb.endpoint())
			.putItem((request) -> request.tableName("cachebridge")
				.item(Map.of("k", AttributeValue.fromS(key), "c",
						AttributeValue.fromB(SdkBytes.fromByteArray(bytes)))));
	}

}

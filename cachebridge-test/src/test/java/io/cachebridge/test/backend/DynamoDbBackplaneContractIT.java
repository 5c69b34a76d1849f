package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.spi.Backplane;
import io.cachebridge.test.BackplaneContract;
import io.cachebridge.test.server.DynamoDbServerFixture;

class DynamoDbBackplaneContractIT extends BackplaneContract {

	@RegisterExtension
	static final DynamoDbServerFixture dynamoDb = DynamoDbServerFixture.shared();

	@RegisterExtension
	static final DynamoDbClients clients = new DynamoDbClients();

	@RegisterExtension
	static final ConfiguredBackends backends = DynamoDbBackendContractIT.dynamoDbWith(
			() -> clients.at(dynamoDb.endpoint()), "cachebridge.dynamodb.create-table=true",
			"cachebridge.dynamodb.timeout=10s", "cachebridge.dynamodb.backplane.poll-interval=50ms");

	@RegisterExtension
	static final ConfiguredBackends nowhere = DynamoDbBackendContractIT
		.dynamoDbWith(() -> clients.at(DynamoDbClients.NOWHERE));

	@Override
	protected Backplane createBackplane(String channel) {
		return backends.createBackplane("dynamodb", channel);
	}

	@Override
	protected Backplane createUnreachableBackplane(String channel) {
		return nowhere.createBackplane("dynamodb", channel);
	}

}

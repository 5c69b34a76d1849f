package io.cachebridge.test.backend;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.DynamoDbServerFixture;

class DynamoDbCacheContractIT extends StoreCacheContract {

	@RegisterExtension
	static final DynamoDbServerFixture dynamoDb = DynamoDbServerFixture.shared();

	DynamoDbCacheContractIT() {
		super("dynamodb", DynamoDbBackendContractIT.backends);
	}

}

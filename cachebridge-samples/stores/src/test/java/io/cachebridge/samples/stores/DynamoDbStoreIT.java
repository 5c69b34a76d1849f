package io.cachebridge.samples.stores;

import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;

import io.cachebridge.test.server.DynamoDbServerFixture;

class DynamoDbStoreIT extends StoreContract {

	@RegisterExtension
	static final DynamoDbServerFixture server = DynamoDbServerFixture.shared();

	DynamoDbStoreIT() {
		super("dynamodb");
	}

	@Override
	protected List<String> properties() {
		return List.of("local.endpoint=" + server.endpoint(), "cachebridge.dynamodb.timeout=30s");
	}

}

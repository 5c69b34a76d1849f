package io.cachebridge.backend.dynamodb;

import java.time.Duration;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The application's client, which the application closes.
 *
 * @param client the client
 */
record SharedClient(DynamoDbClient client) implements ClientSource {

	@Override
	public DynamoDbClient get(Duration timeout) {
		return this.client;
	}

	@Override
	public DynamoDbClient current() {
		return this.client;
	}

	@Override
	public void close() {
	}

}

package io.cachebridge.test.backend;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Clients as an application has them, which backends do not close.
 */
final class DynamoDbClients implements AfterAllCallback {

	static final URI NOWHERE = URI.create("http://127.0.0.1:1");

	private final Map<URI, DynamoDbClient> clients = new HashMap<>();

	DynamoDbClient at(URI endpoint) {
		return this.clients.computeIfAbsent(endpoint, DynamoDbClients::open);
	}

	static DynamoDbClient open(URI endpoint) {
		return DynamoDbClient.builder()
			.endpointOverride(endpoint)
			.region(Region.EU_CENTRAL_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
			.build();
	}

	@Override
	public void afterAll(ExtensionContext test) {
		this.clients.values().forEach(DynamoDbClient::close);
		this.clients.clear();
	}

}

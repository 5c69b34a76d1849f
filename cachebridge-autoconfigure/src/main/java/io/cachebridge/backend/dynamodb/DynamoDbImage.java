package io.cachebridge.backend.dynamodb;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An image that can be called as DynamoDB can, and what its environment says about how.
 *
 * @param names the names of the image
 * @param port where it listens in its container
 * @param accessKeyVariable the variable with the access key
 * @param secretKeyVariable the variable with the secret key
 * @param defaultKey what both are if the variables are not set
 * @param regionVariable the variable with the region
 */
record DynamoDbImage(List<String> names, int port, String accessKeyVariable, String secretKeyVariable,
		String defaultKey, String regionVariable) {

	/**
	 * Takes any credentials, but keeps apart what was written with others.
	 */
	static final DynamoDbImage DYNAMODB_LOCAL = new DynamoDbImage(List.of("amazon/dynamodb-local"), 8000,
			"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "local", "AWS_REGION");

	static final DynamoDbImage LOCALSTACK = new DynamoDbImage(
			List.of("localstack/localstack", "localstack/localstack-pro"), 4566, "AWS_ACCESS_KEY_ID",
			"AWS_SECRET_ACCESS_KEY", "test", "DEFAULT_REGION");

	static final String REQUIRED = "software.amazon.awssdk.services.dynamodb.DynamoDbClient";

	private static final String REGION = "us-east-1";

	URI endpoint(String host, int mappedPort) {
		return URI.create("http://" + host + ":" + mappedPort);
	}

	String region(Map<String, String> environment) {
		return environment.getOrDefault(this.regionVariable, REGION);
	}

	String accessKey(Map<String, String> environment) {
		return environment.getOrDefault(this.accessKeyVariable, this.defaultKey);
	}

	String secretKey(Map<String, String> environment) {
		return environment.getOrDefault(this.secretKeyVariable, this.defaultKey);
	}

}

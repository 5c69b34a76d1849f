package io.cachebridge.backend.dynamodb;

import java.util.List;

import io.cachebridge.spi.support.ServiceImage;

/**
 * What is known of the images that can be called as DynamoDB can.
 */
final class DynamoDbImage {

	/**
	 * Takes any credentials, but keeps apart what was written with others.
	 */
	static final ServiceImage DYNAMODB_LOCAL = new ServiceImage(List.of("amazon/dynamodb-local"), 8000,
			"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "local", "AWS_REGION");

	static final String REQUIRED = "software.amazon.awssdk.services.dynamodb.DynamoDbClient";

	private DynamoDbImage() {
	}

}

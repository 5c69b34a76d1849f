package io.cachebridge.backend.dynamodb;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Where the client comes from.
 */
interface ClientSource extends AutoCloseable {

	/**
	 * Returns the client, created now if need be.
	 * @return the client
	 */
	DynamoDbClient get();

	/**
	 * Returns the client if there is one already.
	 * @return the client
	 */
	@Nullable DynamoDbClient current();

	@Override
	void close();

}

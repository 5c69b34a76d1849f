package io.cachebridge.backend.dynamodb;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Where the client comes from.
 */
interface ClientSource extends AutoCloseable {

	/**
	 * Returns the client, created now if need be.
	 * @param timeout how long to wait for it
	 * @return the client
	 * @throws InterruptedException if the thread is interrupted
	 */
	DynamoDbClient get(Duration timeout) throws InterruptedException;

	/**
	 * Returns the client if there is one already.
	 * @return the client
	 */
	@Nullable DynamoDbClient current();

	@Override
	void close();

}

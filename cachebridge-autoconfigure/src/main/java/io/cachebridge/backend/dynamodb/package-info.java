/**
 * Amazon DynamoDB as a store and as a backplane, over the application's own
 * {@code DynamoDbClient} if there is one.
 */
@NullMarked
package io.cachebridge.backend.dynamodb;

import org.jspecify.annotations.NullMarked;

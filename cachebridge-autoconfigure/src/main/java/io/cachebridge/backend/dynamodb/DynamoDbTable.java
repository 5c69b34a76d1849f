package io.cachebridge.backend.dynamodb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import io.cachebridge.spi.support.StoreCalls;

/**
 * One table, whose every call is bounded by the timeout whoever made the client.
 * <p>
 * An attempt to read is given up after half of that time, so that one that hangs is
 * followed by another. An attempt to write is not: given up it may still happen, after a
 * later write.
 */
final class DynamoDbTable implements AutoCloseable {

	private final CacheBridgeDynamoDbProperties settings;

	private final ClientSource source;

	private final StoreCalls calls;

	private final TableCreation creation;

	private final AwsRequestOverrideConfiguration reading;

	private final AwsRequestOverrideConfiguration writing;

	/**
	 * Describes a table.
	 * @param instance the name of the instance, for messages
	 * @param path where its settings are, for messages
	 * @param settings the settings
	 * @param source where the client comes from; closed with the table
	 */
	DynamoDbTable(String instance, String path, CacheBridgeDynamoDbProperties settings, ClientSource source) {
		this.settings = settings;
		this.source = source;
		this.reading = reading(settings.timeout());
		this.writing = AwsRequestOverrideConfiguration.builder().apiCallTimeout(settings.timeout()).build();
		DynamoDbFailures failures = new DynamoDbFailures(new TableAddress(settings.table(), path, source));
		this.calls = new StoreCalls(instance, failures::translate);
		this.creation = new TableCreation(instance, settings, this.writing);
	}

	private static AwsRequestOverrideConfiguration reading(Duration timeout) {
		return AwsRequestOverrideConfiguration.builder()
			.apiCallTimeout(timeout)
			.apiCallAttemptTimeout(timeout.dividedBy(2).plusMillis(1))
			.build();
	}

	CacheBridgeDynamoDbProperties settings() {
		return this.settings;
	}

	ClientSource source() {
		return this.source;
	}

	/**
	 * Returns what calls are made by, so that their failures are told in our words.
	 * @return the calls
	 */
	StoreCalls calls() {
		return this.calls;
	}

	private DynamoDbClient client() throws InterruptedException {
		DynamoDbClient client = this.source.get();
		if (this.settings.createTable()) {
			this.creation.ensureExists(client);
		}
		return client;
	}

	/**
	 * Reads an item.
	 * @param key its key
	 * @param projection the attributes to read, {@code null} for all
	 * @return the item, empty if there is none
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, AttributeValue> get(String key, @Nullable String projection) throws InterruptedException {
		return get(key, projection, this.settings.consistentRead());
	}

	/**
	 * Reads an item as it is after every acknowledged write, whatever the settings.
	 * @param key its key
	 * @return the item, empty if there is none
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, AttributeValue> getConsistently(String key) throws InterruptedException {
		return get(key, null, true);
	}

	private Map<String, AttributeValue> get(String key, @Nullable String projection, boolean consistent)
			throws InterruptedException {
		return client()
			.getItem((request) -> request.tableName(this.settings.table())
				.key(ItemFormat.key(key))
				.projectionExpression(projection)
				.consistentRead(consistent)
				.overrideConfiguration(this.reading))
			.item();
	}

	void put(Map<String, AttributeValue> item) throws InterruptedException {
		client().putItem(
				(request) -> request.tableName(this.settings.table()).item(item).overrideConfiguration(this.writing));
	}

	/**
	 * Writes an item on a condition.
	 * @param item the item
	 * @param condition the condition
	 * @throws ConditionalCheckFailedException with the item that is there, if the
	 * condition is not met
	 * @throws InterruptedException if the thread is interrupted
	 */
	void putIf(Map<String, AttributeValue> item, Condition condition) throws InterruptedException {
		client().putItem((request) -> request.tableName(this.settings.table())
			.item(item)
			.conditionExpression(condition.expression())
			.expressionAttributeValues(condition.valuesOrNull())
			.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
			.overrideConfiguration(this.writing));
	}

	/**
	 * Removes an item.
	 * @param key its key
	 * @return what was there, empty if nothing
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, AttributeValue> delete(String key) throws InterruptedException {
		return client()
			.deleteItem((request) -> request.tableName(this.settings.table())
				.key(ItemFormat.key(key))
				.returnValues(ReturnValue.ALL_OLD)
				.overrideConfiguration(this.writing))
			.attributes();
	}

	/**
	 * Changes an item on a condition.
	 * @param key its key
	 * @param change what to change
	 * @return the attributes that the request asks for
	 * @throws ConditionalCheckFailedException with the item that is there, if the
	 * condition is not met
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, AttributeValue> update(String key, Consumer<UpdateItemRequest.Builder> change)
			throws InterruptedException {
		return client().updateItem((request) -> change.accept(request.tableName(this.settings.table())
			.key(ItemFormat.key(key))
			.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
			.overrideConfiguration(this.writing))).attributes();
	}

	ScanResponse scan(Consumer<ScanRequest.Builder> scan) throws InterruptedException {
		return client().scan((request) -> scan.accept(request.tableName(this.settings.table())
			.consistentRead(this.settings.consistentRead())
			.overrideConfiguration(this.reading)));
	}

	/**
	 * Reads items.
	 * @param wanted their keys, 100 at most, and how to read them
	 * @param timeout how long it may take
	 * @param found where to add what is found
	 * @return the keys that were not looked for
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<Map<String, AttributeValue>> read(KeysAndAttributes wanted, Duration timeout,
			Consumer<Map<String, AttributeValue>> found) throws InterruptedException {
		var response = client().batchGetItem((request) -> request.requestItems(Map.of(this.settings.table(), wanted))
			.overrideConfiguration(reading(timeout)));
		response.responses().values().forEach((items) -> items.forEach(found));
		return response.unprocessedKeys().values().stream().flatMap((left) -> left.keys().stream()).toList();
	}

	/**
	 * Writes and removes items.
	 * @param writes what to do, 25 at most
	 * @param timeout how long it may take
	 * @return what was not done
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<WriteRequest> write(List<WriteRequest> writes, Duration timeout) throws InterruptedException {
		return client()
			.batchWriteItem((request) -> request.requestItems(Map.of(this.settings.table(), writes))
				.overrideConfiguration((configuration) -> configuration.apiCallTimeout(timeout)))
			.unprocessedItems()
			.values()
			.stream()
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Removes items, all or none.
	 * @param conditions on what each is removed, by key, 100 at most
	 * @throws software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException
	 * with the reason for each, if one of the conditions is not met
	 * @throws InterruptedException if the thread is interrupted
	 */
	void deleteTogether(Map<String, Condition> conditions) throws InterruptedException {
		List<TransactWriteItem> deletions = conditions.entrySet()
			.stream()
			.map((each) -> TransactWriteItem.builder()
				.delete((deletion) -> deletion.tableName(this.settings.table())
					.key(ItemFormat.key(each.getKey()))
					.conditionExpression(each.getValue().expression())
					.expressionAttributeValues(each.getValue().valuesOrNull()))
				.build())
			.toList();
		client().transactWriteItems((request) -> request.transactItems(deletions).overrideConfiguration(this.writing));
	}

	@Override
	public void close() {
		this.source.close();
	}

}

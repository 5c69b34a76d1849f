package io.cachebridge.backend.dynamodb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Writes to a table.
 * <p>
 * What would do harm if it happened twice is sent once: repeated after an answer that was
 * lost, a put would undo what others have done in between. Whether it has happened is
 * read instead.
 */
final class ItemWrites {

	private final DynamoDbTable table;

	private final String name;

	private final Duration timeout;

	ItemWrites(DynamoDbTable table) {
		this.table = table;
		this.name = table.settings().table();
		this.timeout = table.settings().timeout();
	}

	/**
	 * Writes an item.
	 * @param item the item, one that nobody else writes
	 * @throws InterruptedException if the thread is interrupted
	 */
	void put(Map<String, AttributeValue> item) throws InterruptedException {
		put(item, (request) -> {
		});
	}

	/**
	 * Writes an item on a condition.
	 * @param item the item, one that nobody else writes
	 * @param condition the condition
	 * @throws ConditionalCheckFailedException with the item that is there, if the
	 * condition is not met
	 * @throws InterruptedException if the thread is interrupted
	 */
	void putIf(Map<String, AttributeValue> item, Condition condition) throws InterruptedException {
		put(item,
				(request) -> request.conditionExpression(condition.expression())
					.expressionAttributeValues(condition.valuesOrNull())
					.returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
	}

	private void put(Map<String, AttributeValue> item, Consumer<PutItemRequest.Builder> condition)
			throws InterruptedException {
		CallTime time = CallTime.of(this.timeout);
		try {
			Attempts.once(time, (configuration) -> this.table.client(time).putItem((request) -> {
				condition.accept(request.tableName(this.name).item(item));
				request.overrideConfiguration(configuration);
			}));
		}
		catch (SdkException ex) {
			if (!item.equals(itemAfter(ex, ItemFormat.keyOf(item), time))) {
				throw ex;
			}
		}
	}

	/**
	 * Reads what a write has left behind, if it may have happened though it failed.
	 * @param failure what became of the write
	 * @param key the key of the item
	 * @param time the time of the write
	 * @return the item, empty if there is none or nothing is known
	 * @throws InterruptedException if the thread is interrupted
	 */
	private Map<String, AttributeValue> itemAfter(SdkException failure, String key, CallTime time)
			throws InterruptedException {
		if (!Attempts.mayHaveHappened(failure) || time.isOver()) {
			return Map.of();
		}
		try {
			return this.table.getConsistently(key, time);
		}
		catch (SdkException ex) {
			failure.addSuppressed(ex);
			return Map.of();
		}
	}

	/**
	 * Removes an item.
	 * @param key its key
	 * @return what was there, empty if nothing
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, AttributeValue> delete(String key) throws InterruptedException {
		CallTime time = CallTime.of(this.timeout);
		return Attempts
			.repeatable(time,
					(configuration) -> this.table.client(time)
						.deleteItem((request) -> request.tableName(this.name)
							.key(ItemFormat.key(key))
							.returnValues(ReturnValue.ALL_OLD)
							.overrideConfiguration(configuration)))
			.attributes();
	}

	/**
	 * Changes an item on a condition that keeps it from being changed twice.
	 * @param key its key
	 * @param change what to change
	 * @throws ConditionalCheckFailedException if the condition is not met
	 * @throws InterruptedException if the thread is interrupted
	 */
	void update(String key, Consumer<UpdateItemRequest.Builder> change) throws InterruptedException {
		CallTime time = CallTime.of(this.timeout);
		Attempts.repeatable(time, (configuration) -> this.table.client(time).updateItem((request) -> {
			change.accept(request.tableName(this.name).key(ItemFormat.key(key)));
			request.overrideConfiguration(configuration);
		}));
	}

	/**
	 * Changes an item, once.
	 * @param key its key
	 * @param mark an attribute that the change sets as nobody else does
	 * @param change what to change
	 * @return the item afterwards, as far as it is changed
	 * @throws ConditionalCheckFailedException if the condition of the change is not met
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, AttributeValue> updateOnce(String key, Map.Entry<String, AttributeValue> mark,
			Consumer<UpdateItemRequest.Builder> change) throws InterruptedException {
		CallTime time = CallTime.of(this.timeout);
		try {
			return Attempts.once(time, (configuration) -> this.table.client(time).updateItem((request) -> {
				change.accept(request.tableName(this.name).key(ItemFormat.key(key)));
				request.returnValues(ReturnValue.UPDATED_NEW).overrideConfiguration(configuration);
			})).attributes();
		}
		catch (SdkException ex) {
			Map<String, AttributeValue> item = itemAfter(ex, key, time);
			if (!mark.getValue().equals(item.get(mark.getKey()))) {
				throw ex;
			}
			return item;
		}
	}

	/**
	 * Writes and removes items.
	 * @param writes what to do, 25 at most
	 * @param time how long it may take
	 * @return what was not done
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<WriteRequest> writeAll(List<WriteRequest> writes, CallTime time) throws InterruptedException {
		return Attempts
			.once(time,
					(configuration) -> this.table.client(time)
						.batchWriteItem((request) -> request.requestItems(Map.of(this.name, writes))
							.overrideConfiguration(configuration)))
			.unprocessedItems()
			.values()
			.stream()
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Removes items, all or none.
	 * @param conditions on what each is removed, by key, 100 at most
	 * @param time how long it may take
	 * @throws software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException
	 * with the reason for each, if one of the conditions is not met
	 * @throws InterruptedException if the thread is interrupted
	 */
	void deleteTogether(Map<String, Condition> conditions, CallTime time) throws InterruptedException {
		List<TransactWriteItem> deletions = conditions.entrySet()
			.stream()
			.map((each) -> TransactWriteItem.builder()
				.delete((deletion) -> deletion.tableName(this.name)
					.key(ItemFormat.key(each.getKey()))
					.conditionExpression(each.getValue().expression())
					.expressionAttributeValues(each.getValue().valuesOrNull()))
				.build())
			.toList();
		Attempts.repeatable(time, (configuration) -> this.table.client(time)
			.transactWriteItems((request) -> request.transactItems(deletions).overrideConfiguration(configuration)));
	}

}

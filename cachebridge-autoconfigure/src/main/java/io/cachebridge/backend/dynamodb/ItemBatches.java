package io.cachebridge.backend.dynamodb;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Batches;

/**
 * Reads and writes many items. DynamoDB may leave some of a batch undone when the table
 * has no throughput left; they are tried again for as long as a call may take.
 */
final class ItemBatches {

	private static final int READS = 100;

	private static final int WRITES = 25;

	/** In one transaction. */
	private static final int DELETIONS = 100;

	private final DynamoDbTable table;

	private final boolean consistent;

	/**
	 * Creates the batches.
	 * @param table the table
	 * @param consistent whether reads see every acknowledged write
	 */
	ItemBatches(DynamoDbTable table, boolean consistent) {
		this.table = table;
		this.consistent = consistent;
	}

	void readAll(String operation, Collection<String> keys, @Nullable String projection,
			Consumer<Map<String, AttributeValue>> found) {
		new Batches<>(keys.stream().map(ItemFormat::key).iterator(), READS)
			.forEachRemaining((batch) -> untilDone(operation, batch,
					(left, time) -> this.table.read(wanted(left, projection), time, found)));
	}

	private KeysAndAttributes wanted(List<Map<String, AttributeValue>> keys, @Nullable String projection) {
		return KeysAndAttributes.builder()
			.keys(keys)
			.projectionExpression(projection)
			.consistentRead(this.consistent)
			.build();
	}

	void writeAll(String operation, Collection<WriteRequest> writes) {
		new Batches<>(writes.iterator(), WRITES)
			.forEachRemaining((batch) -> untilDone(operation, batch, this.table.writes()::writeAll));
	}

	/**
	 * Removes items that still hold the records seen.
	 * @param operation the operation, for messages
	 * @param seen the records by key
	 */
	void deleteUnchanged(String operation, Map<String, StoredRecord> seen) {
		new Batches<>(seen.entrySet().iterator(), DELETIONS).forEachRemaining((batch) -> {
			Map<String, Condition> conditions = new LinkedHashMap<>();
			batch.forEach((each) -> conditions.put(each.getKey(), Condition.unchangedSince(each.getValue())));
			this.table.calls().run(operation, null, () -> deleteUnchanged(conditions));
		});
	}

	// One that has changed keeps the others from being removed, until it is left out
	private void deleteUnchanged(Map<String, Condition> conditions) throws InterruptedException {
		CallTime time = CallTime.of(this.table.settings().timeout());
		while (!conditions.isEmpty()) {
			try {
				this.table.writes().deleteTogether(conditions, time);
				return;
			}
			catch (TransactionCanceledException ex) {
				boolean again = removeUnmet(conditions, ex) ? !time.isOver() : (isConflict(ex) && time.pause());
				if (!again) {
					throw ex;
				}
			}
		}
	}

	private static boolean isConflict(TransactionCanceledException failure) {
		return failure.cancellationReasons().stream().anyMatch((reason) -> "TransactionConflict".equals(reason.code()));
	}

	private static boolean removeUnmet(Map<String, Condition> conditions, TransactionCanceledException failure) {
		List<String> keys = List.copyOf(conditions.keySet());
		for (int i = 0; i < keys.size() && i < failure.cancellationReasons().size(); i++) {
			if ("ConditionalCheckFailed".equals(failure.cancellationReasons().get(i).code())) {
				conditions.remove(keys.get(i));
			}
		}
		return conditions.size() < keys.size();
	}

	private <T> void untilDone(String operation, List<T> batch, Attempt<T> attempt) {
		this.table.calls().run(operation, null, () -> {
			CallTime time = CallTime.of(this.table.settings().timeout());
			List<T> left = attempt.make(batch, time);
			while (!left.isEmpty()) {
				if (!time.pause()) {
					throw undone(operation, left, batch, null);
				}
				try {
					left = attempt.make(left, time);
				}
				catch (ApiCallTimeoutException ex) {
					throw undone(operation, left, batch, ex);
				}
			}
		});
	}

	private BackendUnavailableException undone(String operation, List<?> left, List<?> batch,
			@Nullable Throwable cause) {
		return new BackendUnavailableException(this.table.calls().backend(), operation,
				"DynamoDB left %d of %d items undone; the throughput of table '%s' is exceeded".formatted(left.size(),
						batch.size(), this.table.settings().table()),
				cause);
	}

	/**
	 * Tries a batch.
	 *
	 * @param <T> what it is made of
	 */
	@FunctionalInterface
	private interface Attempt<T> {

		List<T> make(List<T> batch, CallTime time) throws InterruptedException;

	}

}

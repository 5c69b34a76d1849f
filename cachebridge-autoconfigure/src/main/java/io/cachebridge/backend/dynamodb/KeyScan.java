package io.cachebridge.backend.dynamodb;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Lists keys by reading the whole table, a page of at most a megabyte at a time: keys are
 * spread over the table, so none that begin alike stand together.
 */
final class KeyScan implements Iterator<List<String>> {

	private final DynamoDbTable table;

	private final String operation;

	private final String prefix;

	/** Where the next page begins, empty for the first, {@code null} after the last. */
	private @Nullable Map<String, AttributeValue> next = Map.of();

	private KeyScan(DynamoDbTable table, String operation, String prefix) {
		this.table = table;
		this.operation = operation;
		this.prefix = prefix;
	}

	/**
	 * Lists keys.
	 * @param table the table
	 * @param operation what for
	 * @param prefix what they begin with
	 * @return the keys, page by page
	 */
	static Stream<List<String>> pages(DynamoDbTable table, String operation, String prefix) {
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new KeyScan(table, operation, prefix),
				Spliterator.ORDERED | Spliterator.NONNULL), false);
	}

	@Override
	public boolean hasNext() {
		return this.next != null;
	}

	@Override
	public List<String> next() {
		Map<String, AttributeValue> from = this.next;
		if (from == null) {
			throw new NoSuchElementException();
		}
		ScanResponse page = this.table.calls().call(this.operation, null, () -> scan(from));
		this.next = page.lastEvaluatedKey().isEmpty() ? null : page.lastEvaluatedKey();
		return page.items().stream().map(ItemFormat::keyOf).toList();
	}

	private ScanResponse scan(Map<String, AttributeValue> from) throws InterruptedException {
		Map<String, AttributeValue> values = new HashMap<>();
		values.put(":text", AttributeValue.fromS("S"));
		values.put(":internal", AttributeValue.fromS(DynamoDbBackend.INTERNAL));
		if (!this.prefix.isEmpty()) {
			values.put(":prefix", AttributeValue.fromS(this.prefix));
		}
		return this.table.scan((request) -> request.projectionExpression(ItemFormat.KEY)
			.filterExpression("attribute_type(k, :text) AND NOT begins_with(k, :internal)"
					+ (this.prefix.isEmpty() ? "" : " AND begins_with(k, :prefix)"))
			.expressionAttributeValues(values)
			.exclusiveStartKey(from.isEmpty() ? null : from));
	}

}

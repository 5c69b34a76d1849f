package io.cachebridge.backend.dynamodb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

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

	private final ItemWrites writes;

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
		DynamoDbFailures failures = new DynamoDbFailures(new TableAddress(settings.table(), path, source));
		this.calls = new StoreCalls(instance, failures::translate);
		this.creation = new TableCreation(instance, settings,
				AwsRequestOverrideConfiguration.builder().apiCallTimeout(settings.timeout()).build(),
				TableCreation.RETRY);
		this.writes = new ItemWrites(this);
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

	ItemWrites writes() {
		return this.writes;
	}

	/**
	 * Returns the client, when the table can be used.
	 * @param time how long to wait
	 * @return the client
	 * @throws InterruptedException if the thread is interrupted
	 */
	DynamoDbClient client(CallTime time) throws InterruptedException {
		DynamoDbClient client = this.source.get(time.left());
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
		return get(key, projection, this.settings.consistentRead(), CallTime.of(this.settings.timeout()));
	}

	/**
	 * Reads an item as it is after every acknowledged write, whatever the settings.
	 * @param key its key
	 * @param time how long it may take
	 * @return the item, empty if there is none
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, AttributeValue> getConsistently(String key, CallTime time) throws InterruptedException {
		return get(key, null, true, time);
	}

	private Map<String, AttributeValue> get(String key, @Nullable String projection, boolean consistent, CallTime time)
			throws InterruptedException {
		return client(time)
			.getItem((request) -> request.tableName(this.settings.table())
				.key(ItemFormat.key(key))
				.projectionExpression(projection)
				.consistentRead(consistent)
				.overrideConfiguration(reading(time)))
			.item();
	}

	ScanResponse scan(Consumer<ScanRequest.Builder> scan) throws InterruptedException {
		CallTime time = CallTime.of(this.settings.timeout());
		return client(time).scan((request) -> scan.accept(request.tableName(this.settings.table())
			.consistentRead(this.settings.consistentRead())
			.overrideConfiguration(reading(time))));
	}

	/**
	 * Reads items.
	 * @param wanted their keys, 100 at most, and how to read them
	 * @param time how long it may take
	 * @param found where to add what is found
	 * @return the keys that were not looked for
	 * @throws InterruptedException if the thread is interrupted
	 */
	List<Map<String, AttributeValue>> read(KeysAndAttributes wanted, CallTime time,
			Consumer<Map<String, AttributeValue>> found) throws InterruptedException {
		var response = client(time)
			.batchGetItem((request) -> request.requestItems(Map.of(this.settings.table(), wanted))
				.overrideConfiguration(reading(time)));
		response.responses().values().forEach((items) -> items.forEach(found));
		return response.unprocessedKeys().values().stream().flatMap((left) -> left.keys().stream()).toList();
	}

	private static AwsRequestOverrideConfiguration reading(CallTime time) {
		Duration left = time.left();
		return AwsRequestOverrideConfiguration.builder()
			.apiCallTimeout(left)
			.apiCallAttemptTimeout(left.dividedBy(2).plusMillis(1))
			.build();
	}

	@Override
	public void close() {
		this.source.close();
	}

}

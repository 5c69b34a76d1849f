package io.cachebridge.backend.dynamodb;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

import io.cachebridge.spi.BackendUnavailableException;

/**
 * Creates the table before its first use. To become active may take it longer than a call
 * may: then the call fails, and a later one finds the table.
 */
final class TableCreation {

	private static final Log logger = LogFactory.getLog(TableCreation.class);

	private static final AttributeDefinition KEY_TYPE = AttributeDefinition.builder()
		.attributeName(ItemFormat.KEY)
		.attributeType(ScalarAttributeType.S)
		.build();

	private static final KeySchemaElement KEY = KeySchemaElement.builder()
		.attributeName(ItemFormat.KEY)
		.keyType(KeyType.HASH)
		.build();

	private static final Duration PAUSE = Duration.ofMillis(100);

	/** How long to wait before time to live is looked at again. */
	static final Duration RETRY = Duration.ofMinutes(1);

	private final String instance;

	private final String table;

	private final Duration timeout;

	private final AwsRequestOverrideConfiguration configuration;

	private final Duration retry;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile boolean exists;

	private volatile boolean timeToLiveMissing;

	private volatile long triedAt;

	TableCreation(String instance, CacheBridgeDynamoDbProperties settings,
			AwsRequestOverrideConfiguration configuration, Duration retry) {
		this.instance = instance;
		this.table = settings.table();
		this.timeout = settings.timeout();
		this.configuration = configuration;
		this.retry = retry;
	}

	/**
	 * Returns when the table can be used.
	 * @param client creates it
	 * @throws BackendUnavailableException if it cannot be used in time
	 * @throws InterruptedException if the thread is interrupted
	 */
	void ensureExists(DynamoDbClient client) throws InterruptedException {
		if (this.exists) {
			enableTimeToLiveLater(client);
			return;
		}
		long start = System.nanoTime();
		if (!this.lock.tryLock(this.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
			throw notYet();
		}
		try {
			if (!this.exists) {
				awaitActive(client, start);
				enableTimeToLive(client);
				this.exists = true;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitActive(DynamoDbClient client, long start) throws InterruptedException {
		while (!isActive(client)) {
			if (System.nanoTime() - start > this.timeout.toNanos()) {
				throw notYet();
			}
			TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
		}
	}

	private boolean isActive(DynamoDbClient client) {
		try {
			TableStatus status = client
				.describeTable((request) -> request.tableName(this.table).overrideConfiguration(this.configuration))
				.table()
				.tableStatus();
			return status == TableStatus.ACTIVE || status == TableStatus.UPDATING;
		}
		catch (ResourceNotFoundException ex) {
			create(client);
			return false;
		}
	}

	private void create(DynamoDbClient client) {
		try {
			client.createTable((request) -> request.tableName(this.table)
				.attributeDefinitions(KEY_TYPE)
				.keySchema(KEY)
				.billingMode(BillingMode.PAY_PER_REQUEST)
				.overrideConfiguration(this.configuration));
			logger.info("Created table '%s'".formatted(this.table));
		}
		catch (ResourceInUseException ex) {
			logger.debug("Another node creates table '%s'".formatted(this.table));
		}
	}

	private void enableTimeToLiveLater(DynamoDbClient client) {
		if (this.timeToLiveMissing && System.nanoTime() - this.triedAt > this.retry.toNanos() && this.lock.tryLock()) {
			try {
				enableTimeToLive(client);
			}
			finally {
				this.lock.unlock();
			}
		}
	}

	private void enableTimeToLive(DynamoDbClient client) {
		this.triedAt = System.nanoTime();
		try {
			TimeToLiveStatus status = client
				.describeTimeToLive(
						(request) -> request.tableName(this.table).overrideConfiguration(this.configuration))
				.timeToLiveDescription()
				.timeToLiveStatus();
			if (status != TimeToLiveStatus.ENABLED && status != TimeToLiveStatus.ENABLING) {
				client.updateTimeToLive((request) -> request.tableName(this.table)
					.timeToLiveSpecification(
							(specification) -> specification.enabled(true).attributeName(ItemFormat.TIME_TO_LIVE))
					.overrideConfiguration(this.configuration));
			}
			this.timeToLiveMissing = false;
		}
		catch (SdkException ex) {
			// Another node may have been faster, which the next attempt finds out
			if (!this.timeToLiveMissing) {
				logger.warn(("Time to live of table '%s' was not enabled by this node (%s); it tries again every %s. "
						+ "As long as it is not enabled, expired records stay")
					.formatted(this.table, ex.getClass().getSimpleName(), this.retry));
			}
			this.timeToLiveMissing = true;
		}
	}

	private BackendUnavailableException notYet() {
		return new BackendUnavailableException(this.instance, "createTable",
				"table '%s' is being created".formatted(this.table), null);
	}

}

package io.cachebridge.backend.dynamodb;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Counts in items of their own. Each addition leaves a token, by which it is known again
 * if its answer is lost. If another one has followed by then, nobody knows: the call
 * fails, and may have counted.
 */
final class Counters {

	private static final String SUM = "n";

	private static final String TOKEN = "t";

	private static final String COUNTING = "attribute_exists(n) AND (attribute_not_exists(x) OR x > :now)";

	private final DynamoDbTable table;

	private final Clock clock;

	Counters(DynamoDbTable table, Clock clock) {
		this.table = table;
		this.clock = clock;
	}

	long increment(String key, long delta, @Nullable Duration timeToLive) throws InterruptedException {
		AttributeValue token = token();
		while (true) {
			try {
				return add(key, delta, token);
			}
			catch (ConditionalCheckFailedException ex) {
				// There is none, or it is over
			}
			try {
				begin(key, delta, token, timeToLive);
				return delta;
			}
			catch (ConditionalCheckFailedException ex) {
				// Another one has begun it
			}
		}
	}

	private long add(String key, long delta, AttributeValue token) throws InterruptedException {
		return sum(this.table.writes()
			.updateOnce(key, Map.entry(TOKEN, token),
					(request) -> request.updateExpression("ADD n :delta SET t = :token")
						.conditionExpression(COUNTING)
						.expressionAttributeValues(
								Map.of(":delta", ItemFormat.number(delta), ":token", token, ":now", now()))));
	}

	private void begin(String key, long delta, AttributeValue token, @Nullable Duration timeToLive)
			throws InterruptedException {
		Map<String, AttributeValue> item = new HashMap<>(ItemFormat.key(key));
		item.put(SUM, ItemFormat.number(delta));
		item.put(TOKEN, token);
		if (timeToLive != null) {
			ItemFormat.putExpiry(item, Instant.now(this.clock).plus(timeToLive));
		}
		this.table.writes().putIf(item, new Condition("NOT (%s)".formatted(COUNTING), Map.of(":now", now())));
	}

	private AttributeValue now() {
		return ItemFormat.number(this.clock.millis());
	}

	private static long sum(Map<String, AttributeValue> item) {
		return Long.parseLong(Objects.requireNonNull(item.get(SUM)).n());
	}

	private static AttributeValue token() {
		UUID random = UUID.randomUUID();
		ByteBuffer bytes = ByteBuffer.allocate(2 * Long.BYTES);
		bytes.putLong(random.getMostSignificantBits()).putLong(random.getLeastSignificantBits());
		return AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(bytes.array()));
	}

}

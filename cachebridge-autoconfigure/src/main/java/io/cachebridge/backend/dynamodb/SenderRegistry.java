package io.cachebridge.backend.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

import io.cachebridge.spi.support.SenderLog;

/**
 * The one item of a channel that names its senders, each with the last sequence that it
 * has written. To ask for news costs a read of this item alone.
 */
final class SenderRegistry {

	static final String PREFIX = DynamoDbBackend.INTERNAL + "senders:";

	/** How long it stays when nobody sends any more. */
	private static final Duration KEPT = Duration.ofDays(7);

	private static final char HEAD = 'h';

	private static final char FIRST = 'b';

	private final DynamoDbTable table;

	private final String key;

	private final Clock clock;

	SenderRegistry(DynamoDbTable table, String channel, Clock clock) {
		this.table = table;
		this.key = PREFIX + channel;
		this.clock = clock;
	}

	/**
	 * Reads the senders.
	 * @return what they have written so far
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<Long, SenderLog.Head> read() throws InterruptedException {
		Map<String, AttributeValue> item = this.table.getConsistently(this.key,
				CallTime.of(this.table.settings().timeout()));
		Map<Long, SenderLog.Head> senders = new HashMap<>();
		item.forEach((name, value) -> {
			Long sender = sender(name);
			AttributeValue first = (sender != null) ? item.get(attribute(FIRST, sender)) : null;
			if (sender != null && value.n() != null && first != null && first.n() != null) {
				senders.put(sender, new SenderLog.Head(Long.parseLong(first.n()), Long.parseLong(value.n()), false));
			}
		});
		return senders;
	}

	/**
	 * Tells that a sender has written, and registers it if it is not known, or not any
	 * more.
	 * @param sender the sender
	 * @param sequence up to where it has written
	 * @throws InterruptedException if the thread is interrupted
	 */
	void tell(long sender, long sequence) throws InterruptedException {
		try {
			this.table.writes()
				.update(this.key, (request) -> request
					.updateExpression("SET #head = :sequence, #first = if_not_exists(#first, :sequence), #ttl = :ttl")
					// An earlier call that comes late takes nothing back
					.conditionExpression("attribute_not_exists(#head) OR #head < :sequence")
					.expressionAttributeNames(Map.of("#head", attribute(HEAD, sender), "#first",
							attribute(FIRST, sender), "#ttl", ItemFormat.TIME_TO_LIVE))
					.expressionAttributeValues(Map.of(":sequence", ItemFormat.number(sequence), ":ttl",
							ItemFormat.number(Instant.now(this.clock).plus(KEPT).getEpochSecond()))));
		}
		catch (ConditionalCheckFailedException ex) {
			// The client repeats a call whose answer it missed
		}
	}

	/**
	 * Removes a sender, unless it has written more.
	 * @param sender the sender
	 * @param head up to where it had written
	 * @throws InterruptedException if the thread is interrupted
	 */
	void remove(long sender, long head) throws InterruptedException {
		try {
			this.table.writes()
				.update(this.key,
						(request) -> request.updateExpression("REMOVE #head, #first")
							.conditionExpression("#head = :head")
							.expressionAttributeNames(
									Map.of("#head", attribute(HEAD, sender), "#first", attribute(FIRST, sender)))
							.expressionAttributeValues(Map.of(":head", ItemFormat.number(head))));
		}
		catch (ConditionalCheckFailedException ex) {
			// It is back, or another node was faster
		}
	}

	private static String attribute(char kind, long sender) {
		return kind + HexFormat.of().toHexDigits(sender);
	}

	private static @Nullable Long sender(String attribute) {
		int digits = 2 * Long.BYTES;
		boolean head = attribute.length() == 1 + digits && attribute.charAt(0) == HEAD
				&& attribute.substring(1).chars().allMatch(HexFormat::isHexDigit);
		return head ? HexFormat.fromHexDigitsToLong(attribute, 1, 1 + digits) : null;
	}

}

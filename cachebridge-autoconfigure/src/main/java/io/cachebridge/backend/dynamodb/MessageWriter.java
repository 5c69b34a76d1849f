package io.cachebridge.backend.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Writes messages in an unbroken sequence: one item at a time, and the next one only when
 * it is known that the one before is there.
 */
final class MessageWriter {

	/** How long messages can be read. */
	static final Duration KEPT = Duration.ofMinutes(10);

	private final long sender = ThreadLocalRandom.current().nextLong();

	private final DynamoDbTable table;

	private final String channel;

	private final SenderRegistry registry;

	private final Clock clock;

	/** The next sequence. What was last tried there may be there. */
	private long next = 1;

	private long attempts;

	MessageWriter(DynamoDbTable table, String channel, SenderRegistry registry, Clock clock) {
		this.table = table;
		this.channel = channel;
		this.registry = registry;
		this.clock = clock;
	}

	/**
	 * Writes messages. Called by one thread at a time.
	 * @param messages the messages
	 * @throws InterruptedException if the thread is interrupted
	 */
	void write(List<byte[]> messages) throws InterruptedException {
		long attempt = ++this.attempts;
		boolean written = false;
		while (!written) {
			written = put(messages, attempt);
			this.next++;
		}
		this.registry.tell(this.sender, this.next - 1);
	}

	// Tells whether it is there, and not one that was tried before and failed for all we
	// knew
	private boolean put(List<byte[]> messages, long attempt) throws InterruptedException {
		Map<String, AttributeValue> item = MessageItem.write(MessageItem.key(this.channel, this.sender, this.next),
				messages, attempt, Instant.now(this.clock).plus(KEPT));
		try {
			this.table.writes().putIf(item, Condition.ABSENT);
			return true;
		}
		catch (ConditionalCheckFailedException ex) {
			return false;
		}
	}

}

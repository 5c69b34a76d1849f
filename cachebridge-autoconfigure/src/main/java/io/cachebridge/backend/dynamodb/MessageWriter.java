package io.cachebridge.backend.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Writes messages in an unbroken sequence: one item at a time, and the next one only when
 * it is known that the one before is there. What waits meanwhile goes into the next item
 * together.
 */
final class MessageWriter {

	/** How long messages can be read. */
	static final Duration KEPT = Duration.ofMinutes(10);

	private static final int LARGEST_ITEM = 256 * 1024;

	private static final int MOST_MESSAGES = 500;

	private final long sender = ThreadLocalRandom.current().nextLong();

	private final DynamoDbTable table;

	private final String channel;

	private final SenderRegistry registry;

	private final Clock clock;

	private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();

	private final ReentrantLock lock = new ReentrantLock();

	/** The next sequence, under the lock. What was last tried there may be there. */
	private long next = 1;

	/** Under the lock. */
	private long attempts;

	MessageWriter(DynamoDbTable table, String channel, SenderRegistry registry, Clock clock) {
		this.table = table;
		this.channel = channel;
		this.registry = registry;
		this.clock = clock;
	}

	/**
	 * Writes a message.
	 * @param message the message
	 * @throws Exception if it was not written, or is not known to be
	 */
	void write(byte[] message) throws Exception {
		Waiting mine = new Waiting(message, new CompletableFuture<>());
		this.queue.add(mine);
		long timeout = this.table.settings().timeout().toNanos();
		// Whoever comes first writes for those who come meanwhile
		if (!this.lock.tryLock(timeout, TimeUnit.NANOSECONDS)) {
			this.queue.remove(mine);
			throw new TimeoutException("other messages take too long");
		}
		try {
			while (!mine.done().isDone()) {
				writeBatch(take());
			}
		}
		finally {
			this.lock.unlock();
		}
		outcome(mine);
	}

	private static void outcome(Waiting waiting) throws Exception {
		try {
			waiting.done().get();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception failure) {
				throw failure;
			}
			throw ex;
		}
	}

	private List<Waiting> take() {
		List<Waiting> batch = new ArrayList<>();
		int size = 0;
		for (Waiting first = this.queue.peek(); first != null
				&& batch.size() < MOST_MESSAGES; first = this.queue.peek()) {
			size += first.message().length;
			if (!batch.isEmpty() && size > LARGEST_ITEM) {
				break;
			}
			Waiting taken = this.queue.poll();
			if (taken != null) {
				batch.add(taken);
			}
		}
		return batch;
	}

	private void writeBatch(List<Waiting> batch) {
		Exception failure = new IllegalStateException("messages were not written");
		try {
			append(batch.stream().map(Waiting::message).toList());
			batch.forEach((each) -> each.done().complete(null));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			// Those who wait for this thread are not interrupted
			failure = new IllegalStateException("interrupted while writing", ex);
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		finally {
			for (Waiting each : batch) {
				each.done().completeExceptionally(failure);
			}
		}
	}

	private void append(List<byte[]> messages) throws InterruptedException {
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
			this.table.putIf(item, Condition.ABSENT);
			return true;
		}
		catch (ConditionalCheckFailedException ex) {
			return ex.hasItem() && MessageItem.isOf(ex.item(), attempt);
		}
	}

	/**
	 * A message that is to be written.
	 *
	 * @param message the message
	 * @param done whether it was
	 */
	private record Waiting(byte[] message, CompletableFuture<Void> done) {

	}

}

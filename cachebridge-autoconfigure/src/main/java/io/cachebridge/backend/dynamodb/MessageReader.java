package io.cachebridge.backend.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import io.cachebridge.backend.dynamodb.SenderRegistry.Written;
import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Reads what each sender has written, in the sender's order, and knows whether it missed
 * anything: sequences have no gaps, and no clock but its own plays a part.
 * <p>
 * A sender is removed from the registry after it has written nothing for a while, as the
 * node that removes it has seen. So who has read within half of that while has missed
 * nothing of those that were removed.
 */
final class MessageReader {

	private static final Log logger = LogFactory.getLog(MessageReader.class);

	private static final Duration SILENCE = MessageWriter.KEPT;

	private static final Duration LONGEST_ABSENCE = SILENCE.dividedBy(2);

	private static final int BATCH = 100;

	private final SenderRegistry registry;

	private final ItemBatches batches;

	private final String channel;

	private final Clock clock;

	private final Map<Long, Position> positions = new HashMap<>();

	private @Nullable Moment lastRead;

	MessageReader(DynamoDbTable table, String channel, SenderRegistry registry, Clock clock) {
		this.registry = registry;
		this.batches = new ItemBatches(table, true);
		this.channel = channel;
		this.clock = clock;
	}

	/**
	 * Tells the listener of messages again, from where it last was if that is possible.
	 * @param delivery who is told
	 * @throws InterruptedException if the thread is interrupted
	 */
	void begin(OrderedDelivery delivery) throws InterruptedException {
		if (this.lastRead != null && readOn(delivery)) {
			delivery.resumed();
		}
		else {
			beginAtEnd(delivery);
		}
	}

	/**
	 * Reads what is new.
	 * @param delivery who is told
	 * @throws InterruptedException if the thread is interrupted
	 */
	void poll(OrderedDelivery delivery) throws InterruptedException {
		if (!readOn(delivery)) {
			logger.warn(("Messages of other nodes on channel '%s' are gone before they were read, "
					+ "%s after they were written or because the table was emptied")
				.formatted(this.channel, MessageWriter.KEPT));
			beginAtEnd(delivery);
		}
	}

	private void beginAtEnd(OrderedDelivery delivery) throws InterruptedException {
		Moment now = now();
		Map<Long, Written> senders = this.registry.read();
		this.positions.clear();
		senders.forEach((sender, written) -> this.positions.put(sender, new Position(written.head(), now.nanoTime())));
		this.lastRead = now;
		delivery.connected();
	}

	// Tells whether nothing is missing
	private boolean readOn(OrderedDelivery delivery) throws InterruptedException {
		Moment now = now();
		if (this.lastRead == null || this.lastRead.isLongBefore(now, LONGEST_ABSENCE)) {
			return false;
		}
		Map<Long, Written> senders = this.registry.read();
		List<Range> news = new ArrayList<>();
		senders.forEach((sender, written) -> {
			Position position = this.positions.get(sender);
			long after = (position != null) ? position.sequence() : written.first() - 1;
			if (position == null || written.head() > after) {
				news.add(new Range(sender, after + 1, written.head()));
			}
		});
		for (Range range : news) {
			if (!read(range, delivery)) {
				return false;
			}
			this.positions.put(range.sender(), new Position(range.last(), now.nanoTime()));
		}
		forgetSilent(senders.keySet());
		this.lastRead = now;
		return true;
	}

	private boolean read(Range range, OrderedDelivery delivery) throws InterruptedException {
		Iterator<List<String>> keys = new Batches<>(range.keys(this.channel), BATCH);
		while (keys.hasNext()) {
			LinkedHashSet<String> batch = new LinkedHashSet<>(keys.next());
			Map<String, Map<String, AttributeValue>> items = new HashMap<>();
			this.batches.readAll("subscribe", batch, null, (item) -> items.put(ItemFormat.keyOf(item), item));
			for (String key : batch) {
				Map<String, AttributeValue> item = items.get(key);
				List<byte[]> messages = (item != null) ? MessageItem.read(item) : null;
				if (messages == null) {
					return false;
				}
				messages.forEach(delivery::message);
			}
			if (batch.size() == BATCH) {
				// What is not read yet can wait in the table, where more of it has room
				delivery.awaitDelivered();
			}
		}
		return true;
	}

	/**
	 * Removes senders that have been silent for long.
	 * @throws InterruptedException if the thread is interrupted
	 */
	void tidy() throws InterruptedException {
		long now = System.nanoTime();
		for (Map.Entry<Long, Position> each : this.positions.entrySet()) {
			// Nothing but time that has passed for certain may end a sender
			if (now - each.getValue().since() > SILENCE.toNanos()) {
				this.registry.remove(each.getKey(), each.getValue().sequence());
			}
		}
	}

	// One that comes back soon, because it was not removed but lost, is read on
	private void forgetSilent(Set<Long> senders) {
		long now = System.nanoTime();
		this.positions.entrySet()
			.removeIf((each) -> !senders.contains(each.getKey())
					&& now - each.getValue().since() > 2 * SILENCE.toNanos());
	}

	private Moment now() {
		return new Moment(System.nanoTime(), this.clock.instant());
	}

	/**
	 * Up to where a sender was read.
	 *
	 * @param sequence its last sequence
	 * @param since when that was new, in nanoseconds of a clock that does not jump
	 */
	private record Position(long sequence, long since) {

	}

	/**
	 * Sequences of a sender.
	 *
	 * @param sender the sender
	 * @param first the first
	 * @param last the last
	 */
	private record Range(long sender, long first, long last) {

		Iterator<String> keys(String channel) {
			return LongStream.rangeClosed(this.first, this.last)
				.mapToObj((sequence) -> MessageItem.key(channel, this.sender, sequence))
				.iterator();
		}

	}

	/**
	 * A point in time by two clocks: one may be set, the other may stand still while the
	 * machine sleeps.
	 *
	 * @param nanoTime what does not jump
	 * @param instant what goes on
	 */
	private record Moment(long nanoTime, Instant instant) {

		boolean isLongBefore(Moment later, Duration time) {
			return later.nanoTime - this.nanoTime > time.toNanos()
					|| Duration.between(this.instant, later.instant).abs().compareTo(time) > 0;
		}

	}

}

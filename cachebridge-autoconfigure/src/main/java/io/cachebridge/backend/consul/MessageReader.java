package io.cachebridge.backend.consul;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.cachebridge.backend.consul.KeyValueStore.Snapshot;
import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Reads the messages of a channel on from what it has read, also after a disconnect, and
 * knows whether it missed any.
 * <p>
 * Consul numbers all changes. Each read shows all messages that are not removed, so what
 * this node misses was removed before it could read it, and whoever removes messages
 * tells the highest of their numbers in the same transaction. If that is not above what
 * was read last, nothing is missing. As that entry is written last, the highest number of
 * all entries never falls, unless Consul has gone back in time.
 */
final class MessageReader {

	private static final Log logger = LogFactory.getLog(MessageReader.class);

	/**
	 * How long Consul may be silent before it has to answer.
	 */
	private static final Duration WAIT = Duration.ofSeconds(2);

	/**
	 * The more there is to read again each time, the less often it is read.
	 */
	private static final int MESSAGES_PER_MILLISECOND = 50;

	private static final long SHORTEST_PAUSE_MILLIS = 5;

	private static final long LONGEST_PAUSE_MILLIS = 200;

	private final KeyValueStore store;

	private final MessageKeys keys;

	private final RetainedMessages.Retention retention;

	private final RetainedMessages retained;

	private Removals removals = Removals.read(null);

	/** The highest number that was read. */
	private long position;

	private long removedAt = System.nanoTime();

	MessageReader(KeyValueStore store, MessageKeys keys, RetainedMessages.Retention retention) {
		this.store = store;
		this.keys = keys;
		this.retention = retention;
		this.retained = new RetainedMessages(retention);
	}

	/**
	 * Reads until reading fails.
	 * @param delivery who is told
	 * @param closed until when to read at most
	 * @throws IOException if reading fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	void read(OrderedDelivery delivery, CountDownLatch closed) throws IOException, InterruptedException {
		begin();
		Snapshot snapshot = this.store.await(this.keys.place(), 0, Duration.ZERO);
		if (pass(snapshot, delivery)) {
			delivery.resumed();
		}
		else {
			delivery.connected();
		}
		while (!closed.await(pause(snapshot), TimeUnit.MILLISECONDS)) {
			Snapshot next = this.store.await(this.keys.place(), Math.max(1, snapshot.index()), WAIT);
			if (!pass(next, delivery)) {
				logger.warn("Messages of other nodes may be lost: they were removed before this node has read them, "
						+ "or Consul has gone back in time");
				delivery.connected();
			}
			// What goes backwards cannot be waited for
			snapshot = (next.index() < snapshot.index()) ? new Snapshot(next.entries(), 0) : next;
			removeOld(next.entries());
		}
	}

	/**
	 * Makes sure that the channel has an identity, by which it is known again.
	 * @throws IOException if that fails
	 * @throws InterruptedException if the thread is interrupted
	 */
	private void begin() throws IOException, InterruptedException {
		Removals found = Removals.read(this.store.get(this.keys.removals()));
		if (found.isNew()) {
			// Whoever is first decides
			this.store.setUnchanged(this.keys.removals(), found.upTo(0), found.index());
		}
	}

	/**
	 * Tells what was not read before.
	 * @param snapshot what there is
	 * @param delivery who is told
	 * @return whether nothing is missing
	 * @throws IOException if the channel is gone
	 * @throws InterruptedException if the thread is interrupted
	 */
	private boolean pass(Snapshot snapshot, OrderedDelivery delivery) throws IOException, InterruptedException {
		Removals now = removals(snapshot);
		if (now.isNew()) {
			throw new IOException("the entries of the channel were deleted");
		}
		long highest = snapshot.entries().stream().mapToLong(KeyValue::index).max().orElse(0);
		boolean complete = now.channel().equals(this.removals.channel()) && now.highest() <= this.position
				&& highest >= this.position;
		List<KeyValue> arrived = this.retained.arrived(messages(snapshot.entries()));
		if (!this.removals.isNew()) {
			arrived.forEach((message) -> delivery.message(message.value()));
		}
		this.position = highest;
		this.removals = now;
		if (arrived.size() > this.retention.most()) {
			// What is not read yet can wait at Consul
			delivery.awaitDelivered();
		}
		return complete;
	}

	private Removals removals(Snapshot snapshot) {
		Optional<KeyValue> entry = snapshot.entries()
			.stream()
			.filter((each) -> each.key().equals(this.keys.removals()))
			.findFirst();
		return Removals.read(entry.orElse(null));
	}

	private List<KeyValue> messages(List<KeyValue> entries) {
		return entries.stream().filter((entry) -> !entry.key().equals(this.keys.removals())).toList();
	}

	private void removeOld(List<KeyValue> entries) throws IOException, InterruptedException {
		long now = System.nanoTime();
		boolean tooMany = entries.size() > this.retention.most();
		if (!tooMany && now - this.removedAt < this.retention.pause().toNanos()) {
			return;
		}
		List<KeyValue> old = this.retained.removable(messages(entries), this.keys::isOwn);
		if (!old.isEmpty()) {
			this.removedAt = now;
			long highest = old.stream().mapToLong(KeyValue::index).max().orElse(0);
			Transaction removal = new Transaction().setUnchanged(this.keys.removals(), this.removals.upTo(highest),
					this.removals.index());
			old.forEach((message) -> removal.delete(message.key()));
			// If another node has been faster it is tried again next time
			this.store.commit(removal);
		}
	}

	private static long pause(Snapshot snapshot) {
		long pause = SHORTEST_PAUSE_MILLIS + snapshot.entries().size() / MESSAGES_PER_MILLISECOND;
		return Math.min(LONGEST_PAUSE_MILLIS, pause);
	}

}

package io.cachebridge.backend.consul;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.backend.consul.KeyValueStore.Snapshot;
import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Reads the messages of a channel on from what it has read, also after a disconnect, and
 * knows whether it missed any.
 * <p>
 * Consul numbers all changes. Each list of keys shows all messages that are not removed,
 * and those that are new are read. So what this node misses was removed before it could
 * read it, and whoever removes messages tells a number that is not below theirs in the
 * same transaction. If that, read last, is not above what was listed before, nothing is
 * missing. As that entry is written last, the number of a list never falls, unless Consul
 * has gone back in time.
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

	private final BoundedReads reads;

	private Removals removals = Removals.read(null);

	/** The number of the last list whose messages were read. */
	private long position;

	private long removedAt = System.nanoTime();

	MessageReader(KeyValueStore store, MessageKeys keys, RetainedMessages.Retention retention) {
		this.store = store;
		this.keys = keys;
		this.retention = retention;
		this.retained = new RetainedMessages(retention);
		this.reads = new BoundedReads(store);
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
			if (next.index() != snapshot.index() && !pass(next, delivery)) {
				logger.warn("Messages of other nodes may be lost: they were removed before this node has read them, "
						+ "or Consul has gone back in time");
				delivery.connected();
			}
			// What goes backwards cannot be waited for
			snapshot = (next.index() < snapshot.index()) ? new Snapshot(next.keys(), 0) : next;
			removeOld();
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
		List<String> arrived = this.retained.unseen(this.keys.messages(snapshot.keys()));
		if (this.removals.isNew()) {
			// What was sent before this node came is not for it
			this.retained.see(arrived, snapshot.index());
			arrived = List.of();
		}
		Removals now = Removals.read(read(arrived, snapshot.index(), delivery));
		if (now.isNew()) {
			throw new IOException("the entries of the channel were deleted");
		}
		boolean complete = now.channel().equals(this.removals.channel()) && now.highest() <= this.position
				&& snapshot.index() >= this.position;
		this.position = snapshot.index();
		this.removals = now;
		return complete;
	}

	/**
	 * Reads messages, a few at a time, and after them what tells which are removed.
	 * @param messages the keys of the messages
	 * @param index a number of Consul's that is not below theirs
	 * @param delivery who is told
	 * @return what tells which are removed, {@code null} if nothing does
	 * @throws IOException if they cannot be had; those that were told are not read again
	 * @throws InterruptedException if the thread is interrupted
	 */
	private @Nullable KeyValue read(List<String> messages, long index, OrderedDelivery delivery)
			throws IOException, InterruptedException {
		Stream<String> wanted = Stream.concat(messages.stream(), Stream.of(this.keys.removals()));
		Batches<String> batches = new Batches<>(wanted.iterator(), Transaction.MOST_OPERATIONS);
		Map<String, KeyValue> found = Map.of();
		while (batches.hasNext()) {
			List<String> batch = batches.next();
			found = this.reads.read(batch);
			found.values()
				.stream()
				.filter((entry) -> !entry.key().equals(this.keys.removals()))
				.sorted(Comparator.comparingLong(KeyValue::index))
				.forEach((message) -> delivery.message(message.value()));
			this.retained.see(this.keys.messages(batch), index);
			if (batches.hasNext()) {
				// What is not read yet can wait at Consul
				delivery.awaitDelivered();
			}
		}
		return found.get(this.keys.removals());
	}

	private void removeOld() throws IOException, InterruptedException {
		long now = System.nanoTime();
		boolean tooMany = this.retained.size() > this.retention.most();
		if (!tooMany && now - this.removedAt < this.retention.pause().toNanos()) {
			return;
		}
		Map<String, Long> old = this.retained.removable(this.keys::isOwn);
		if (!old.isEmpty()) {
			this.removedAt = now;
			Transaction removal = new Transaction().setUnchanged(this.keys.removals(),
					this.removals.upTo(Collections.max(old.values())), this.removals.index());
			old.keySet().forEach(removal::delete);
			// If another node has been faster it is tried again next time
			this.store.commit(removal);
		}
	}

	private static long pause(Snapshot snapshot) {
		long pause = SHORTEST_PAUSE_MILLIS + snapshot.keys().size() / MESSAGES_PER_MILLISECOND;
		return Math.min(LONGEST_PAUSE_MILLIS, pause);
	}

}

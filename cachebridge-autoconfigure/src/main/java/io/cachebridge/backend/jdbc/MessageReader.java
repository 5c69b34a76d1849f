package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.backend.jdbc.MessageTables.Head;
import io.cachebridge.spi.support.OrderedDelivery;

/**
 * Reads what each sender has written, in the sender's order, and knows whether it missed
 * anything: sequences have no gaps, and no clock but its own plays a part.
 * <p>
 * A sender is removed after it has written nothing for a while, as the node that removes
 * it has seen. So who has read within half of that while has missed nothing of those that
 * were removed.
 */
final class MessageReader {

	private static final Log logger = LogFactory.getLog(MessageReader.class);

	private static final int BATCH = 500;

	/** A sender whose last message is that old has ended, whatever clocks are off. */
	private static final Duration ENDED = Duration.ofDays(1);

	private final Database database;

	private final MessageTables tables;

	private final Duration kept;

	private final Clock clock;

	private final Map<Long, Position> positions = new HashMap<>();

	private @Nullable Moment lastRead;

	MessageReader(Database database, MessageTables tables, Duration kept, Clock clock) {
		this.database = database;
		this.tables = tables;
		this.kept = kept;
		this.clock = clock;
	}

	/**
	 * Tells the listener of messages again, from where it last was if that is possible.
	 * @param session the connection
	 * @param delivery who is told
	 * @throws SQLException if that failed
	 * @throws InterruptedException if the thread is interrupted
	 */
	void begin(Session session, OrderedDelivery delivery) throws SQLException, InterruptedException {
		if (readOn(session, delivery) != Found.GAP) {
			delivery.resumed();
		}
		else {
			beginAtEnd(session, delivery);
		}
	}

	/**
	 * Reads what is new.
	 * @param session the connection
	 * @param delivery who is told
	 * @return whether there was anything
	 * @throws SQLException if that failed
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean poll(Session session, OrderedDelivery delivery) throws SQLException, InterruptedException {
		Found found = readOn(session, delivery);
		if (found == Found.GAP) {
			logger.warn("Messages of other nodes may be lost: they were gone before this node has read them, "
					+ "%s after they were written or because a table was emptied".formatted(this.kept));
			beginAtEnd(session, delivery);
		}
		return found != Found.NOTHING;
	}

	private void beginAtEnd(Session session, OrderedDelivery delivery) throws SQLException {
		Moment now = now();
		Map<Long, Head> heads = this.tables.heads(session);
		this.positions.clear();
		heads.forEach(
				(sender, head) -> this.positions.put(sender, new Position(head.sequence(), now.nanoTime(), false)));
		this.lastRead = now;
		delivery.connected();
	}

	private Found readOn(Session session, OrderedDelivery delivery) throws SQLException, InterruptedException {
		Moment now = now();
		if (this.lastRead == null || this.lastRead.isLongBefore(now, this.kept.dividedBy(2))) {
			return Found.GAP;
		}
		Map<Long, Head> heads = this.tables.heads(session);
		if (isAnyLost(heads, now.nanoTime())) {
			return Found.GAP;
		}
		this.positions.keySet().retainAll(heads.keySet());
		Found found = Found.NOTHING;
		for (Map.Entry<Long, Head> each : heads.entrySet()) {
			Position position = this.positions.getOrDefault(each.getKey(), Position.BEFORE_FIRST);
			if (position.sequence() != each.getValue().sequence()) {
				found = Found.NEWS;
				if (!read(session, each.getKey(), position.sequence(), each.getValue().sequence(), delivery)) {
					return Found.GAP;
				}
				this.positions.put(each.getKey(), new Position(each.getValue().sequence(), now.nanoTime(), true));
			}
		}
		this.lastRead = now;
		return found;
	}

	// A sender that has written lately is not removed, and none takes back what it wrote
	private boolean isAnyLost(Map<Long, Head> heads, long now) {
		return this.positions.entrySet().stream().anyMatch((each) -> {
			Head head = heads.get(each.getKey());
			Position position = each.getValue();
			return (head != null) ? head.sequence() < position.sequence()
					: position.heard() && now - position.since() < this.kept.toNanos() / 2;
		});
	}

	private boolean read(Session session, long sender, long after, long last, OrderedDelivery delivery)
			throws SQLException, InterruptedException {
		for (long first = after + 1; first <= last; first += BATCH) {
			long end = Math.min(last, first + BATCH - 1);
			List<byte[]> messages = this.tables.read(session, sender, first, end);
			if (messages.size() != end - first + 1) {
				return false;
			}
			messages.forEach(delivery::message);
			if (end < last) {
				// What is not read yet can wait in the table, where more of it has room
				delivery.awaitDelivered();
			}
		}
		return true;
	}

	/**
	 * Removes senders that have been silent for long.
	 * @throws SQLException if that failed
	 */
	void removeSilent() throws SQLException {
		Map<Long, Head> heads = this.database.call(this.tables::heads);
		Instant ended = this.clock.instant().minus(ENDED);
		for (Map.Entry<Long, Position> next : this.positions.entrySet()) {
			Position position = next.getValue();
			Head head = heads.get(next.getKey());
			boolean silent = System.nanoTime() - position.since() > this.kept.toNanos();
			if (silent || (head != null && head.updatedAt() < ended.toEpochMilli())) {
				this.tables.removeSender(this.database, next.getKey(), position.sequence());
			}
		}
	}

	private Moment now() {
		return new Moment(System.nanoTime(), this.clock.instant());
	}

	/**
	 * What there was to read.
	 */
	private enum Found {

		/** Nothing new. */
		NOTHING,

		/** Messages, and none is missing. */
		NEWS,

		/** Some may be missing. */
		GAP

	}

	/**
	 * Up to where a sender was read.
	 *
	 * @param sequence its last sequence
	 * @param since when that was new, in nanoseconds of a clock that does not jump
	 * @param heard whether it has written while this node was there
	 */
	private record Position(long sequence, long since, boolean heard) {

		private static final Position BEFORE_FIRST = new Position(0, 0, true);

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

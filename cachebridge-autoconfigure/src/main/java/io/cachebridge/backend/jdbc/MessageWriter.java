package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes messages in an unbroken sequence, one transaction at a time.
 * <p>
 * After a failure it goes on as another sender. It need not find out then what has become
 * of the transaction, and does not wait for the one that may still be open at the
 * database and hold the row of the sender.
 */
final class MessageWriter {

	private static final int MARKS = 10;

	private final Database database;

	private final MessageTables tables;

	private final Duration kept;

	private final ConcurrentLinkedDeque<Mark> marks = new ConcurrentLinkedDeque<>();

	private Position position = Position.ofNewSender();

	MessageWriter(Database database, MessageTables tables, Duration kept) {
		this.database = database;
		this.tables = tables;
		this.kept = kept;
	}

	/**
	 * Writes messages. Called by one thread at a time.
	 * @param messages the messages
	 * @throws SQLException if they were not written, or are not known to be
	 */
	void write(List<byte[]> messages) throws SQLException {
		Position before = this.position;
		this.position = Position.ofNewSender();
		this.position = append(before, messages);
	}

	private Position append(Position from, List<byte[]> messages) throws SQLException {
		if (!this.database
			.transact((session) -> this.tables.append(session, from.sender(), from.sequence(), messages))) {
			// Removed, because it was silent for long or the tables were emptied
			return append(Position.ofNewSender(), messages);
		}
		Position to = new Position(from.sender(), from.sequence() + messages.size());
		mark(to);
		return to;
	}

	private void mark(Position reached) {
		Mark last = this.marks.peekLast();
		long now = System.nanoTime();
		if (last == null || now - last.nanoTime() >= this.kept.toNanos() / MARKS) {
			this.marks.add(new Mark(reached, now));
		}
	}

	/**
	 * Removes what was written long ago. What was written as another sender is removed
	 * with that one.
	 * @throws SQLException if that failed
	 */
	void removeOld() throws SQLException {
		Mark oldest = this.marks.peek();
		while (oldest != null && System.nanoTime() - oldest.nanoTime() > this.kept.toNanos()) {
			this.tables.remove(this.database, oldest.position().sender(), oldest.position().sequence());
			this.marks.poll();
			oldest = this.marks.peek();
		}
	}

	/**
	 * How far was written.
	 *
	 * @param sender as which sender
	 * @param sequence the number of the last message
	 */
	private record Position(long sender, long sequence) {

		static Position ofNewSender() {
			return new Position(ThreadLocalRandom.current().nextLong(), 0);
		}

	}

	/**
	 * When a position was reached.
	 *
	 * @param position the position
	 * @param nanoTime when that was
	 */
	private record Mark(Position position, long nanoTime) {

	}

}

package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes messages in an unbroken sequence: one transaction at a time, and what waits
 * meanwhile goes into the next one together.
 * <p>
 * After a failure it goes on as another sender. It need not find out then what has become
 * of the transaction, and does not wait for the one that may still be open at the
 * database and hold the row of the sender.
 */
final class MessageWriter {

	private static final int LARGEST_BATCH = 256 * 1024;

	private static final int MOST_MESSAGES = 500;

	private static final int MARKS = 10;

	private final Database database;

	private final MessageTables tables;

	private final Duration timeout;

	private final Duration kept;

	private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();

	private final ConcurrentLinkedDeque<Mark> marks = new ConcurrentLinkedDeque<>();

	private final ReentrantLock lock = new ReentrantLock();

	/** Under the lock. */
	private Position position = Position.ofNewSender();

	MessageWriter(Database database, MessageTables tables, Duration timeout, Duration kept) {
		this.database = database;
		this.tables = tables;
		this.timeout = timeout;
		this.kept = kept;
	}

	/**
	 * Writes a message.
	 * @param message the message
	 * @throws SQLException if it was not written, or is not known to be
	 * @throws InterruptedException if the thread is interrupted
	 */
	void write(byte[] message) throws SQLException, InterruptedException {
		Waiting mine = new Waiting(message, new CompletableFuture<>());
		this.queue.add(mine);
		// Whoever comes first writes for those who come meanwhile
		if (!this.lock.tryLock(this.timeout.toNanos(), TimeUnit.NANOSECONDS)) {
			this.queue.remove(mine);
			throw new SQLTimeoutException("other messages take too long");
		}
		try {
			while (!mine.done().isDone()) {
				write(take());
			}
		}
		finally {
			this.lock.unlock();
		}
		outcome(mine);
	}

	private static void outcome(Waiting waiting) throws SQLException, InterruptedException {
		try {
			waiting.done().get();
		}
		catch (ExecutionException ex) {
			throw (ex.getCause() instanceof SQLException failure) ? failure : new SQLException(ex.getCause());
		}
	}

	private List<Waiting> take() {
		List<Waiting> batch = new ArrayList<>();
		int size = 0;
		for (Waiting first = this.queue.peek(); first != null
				&& batch.size() < MOST_MESSAGES; first = this.queue.peek()) {
			size += first.message().length;
			if (!batch.isEmpty() && size > LARGEST_BATCH) {
				break;
			}
			Waiting taken = this.queue.poll();
			if (taken != null) {
				batch.add(taken);
			}
		}
		return batch;
	}

	private void write(List<Waiting> batch) {
		Position before = this.position;
		this.position = Position.ofNewSender();
		Exception failure = new SQLException("messages were not written");
		try {
			this.position = append(before, batch.stream().map(Waiting::message).toList());
			batch.forEach((each) -> each.done().complete(null));
		}
		catch (SQLException | RuntimeException ex) {
			failure = ex;
		}
		finally {
			for (Waiting each : batch) {
				each.done().completeExceptionally(failure);
			}
		}
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
	 * A message that is to be written.
	 *
	 * @param message the message
	 * @param done whether it was
	 */
	private record Waiting(byte[] message, CompletableFuture<Void> done) {

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

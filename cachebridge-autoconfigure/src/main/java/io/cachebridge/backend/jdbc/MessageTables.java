package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.cachebridge.spi.support.KeyDigest;

/**
 * The tables of messages and of their senders, as far as they concern one channel.
 * <p>
 * Each sender numbers its messages, and writes them together with the last number in one
 * transaction. So whoever reads that number finds all messages up to it, in an order that
 * depends neither on a clock nor on when others commit.
 */
final class MessageTables {

	private static final int REMOVED_AT_ONCE = 1000;

	private final String senders;

	private final String messages;

	private final byte[] channel;

	private final String wakeUpName;

	private final Clock clock;

	MessageTables(String table, String channel, Clock clock) {
		this.senders = table + "_sender";
		this.messages = table + "_message";
		String digest = KeyDigest.full(channel);
		this.channel = HexFormat.of().parseHex(digest);
		this.wakeUpName = "cachebridge_" + digest.substring(0, digest.length() / 2);
		this.clock = clock;
	}

	/**
	 * Returns what those wait for who want to be woken by a message.
	 * @return an identifier
	 */
	String wakeUpName() {
		return this.wakeUpName;
	}

	/**
	 * Reads how far the senders have written.
	 * @param session the connection
	 * @return the last state of each sender
	 * @throws SQLException if that failed
	 */
	Map<Long, Head> heads(Session session) throws SQLException {
		Map<Long, Head> heads = new HashMap<>();
		session.query("SELECT sender, last_sequence, updated_at FROM " + this.senders + " WHERE channel_digest = ?",
				(row) -> heads.put(row.getLong("sender"),
						new Head(row.getLong("last_sequence"), row.getLong("updated_at"))),
				this.channel);
		return heads;
	}

	/**
	 * Reads messages of a sender.
	 * @param session the connection
	 * @param sender the sender
	 * @param first the number of the first message
	 * @param last the number of the last one
	 * @return what is there of them, in order
	 * @throws SQLException if that failed
	 */
	List<byte[]> read(Session session, long sender, long first, long last) throws SQLException {
		return session.query(
				"SELECT content FROM " + this.messages + " WHERE channel_digest = ? AND sender = ?"
						+ " AND message_sequence >= ? AND message_sequence <= ? ORDER BY message_sequence",
				(row) -> row.getBytes("content"), this.channel, sender, first, last);
	}

	/**
	 * Writes messages, as part of a transaction.
	 * @param session the connection
	 * @param sender the sender
	 * @param after the number of its last message; none are written if it is another
	 * @param contents the messages
	 * @return whether they were written
	 * @throws SQLException if that failed
	 */
	boolean append(Session session, long sender, long after, List<byte[]> contents) throws SQLException {
		long last = after + contents.size();
		long now = this.clock.millis();
		if (after == 0) {
			session.update(
					Dialect.insert(this.senders, List.of("channel_digest", "sender", "last_sequence", "updated_at")),
					this.channel, sender, last, now);
		}
		else if (session.update(
				"UPDATE " + this.senders + " SET last_sequence = ?, updated_at = ?"
						+ " WHERE channel_digest = ? AND sender = ? AND last_sequence = ?",
				last, now, this.channel, sender, after) == 0) {
			return false;
		}
		session.updateAll(
				Dialect.insert(this.messages, List.of("channel_digest", "sender", "message_sequence", "content")),
				IntStream.range(0, contents.size())
					.mapToObj((i) -> new Object[] { this.channel, sender, after + 1 + i, contents.get(i) })
					.toList());
		String wakeUp = session.dialect().wakeUp(this.wakeUpName);
		if (wakeUp != null) {
			session.update(wakeUp);
		}
		return true;
	}

	/**
	 * Removes messages of a sender, a batch at a time.
	 * @param database the database
	 * @param sender the sender
	 * @param last the number of the last one to remove
	 * @throws SQLException if that failed
	 */
	void remove(Database database, long sender, long last) throws SQLException {
		long first = database.call((session) -> first(session, sender));
		while (first > 0 && first <= last) {
			long next = Math.min(last + 1, first + REMOVED_AT_ONCE);
			database.call((session) -> session.update(
					"DELETE FROM " + this.messages
							+ " WHERE channel_digest = ? AND sender = ? AND message_sequence < ?",
					this.channel, sender, next));
			first = next;
		}
	}

	private long first(Session session, long sender) throws SQLException {
		return session
			.query("SELECT MIN(message_sequence) FROM " + this.messages + " WHERE channel_digest = ? AND sender = ?",
					(row) -> row.getLong(1), this.channel, sender)
			.get(0);
	}

	/**
	 * Removes a sender with its messages, unless it has written more.
	 * @param database the database
	 * @param sender the sender
	 * @param last the number of its last message
	 * @throws SQLException if that failed
	 */
	void removeSender(Database database, long sender, long last) throws SQLException {
		remove(database, sender, last);
		database.call((session) -> session.update(
				"DELETE FROM " + this.senders + " WHERE channel_digest = ? AND sender = ? AND last_sequence = ?",
				this.channel, sender, last));
	}

	/**
	 * The state of a sender.
	 *
	 * @param sequence the number of its last message
	 * @param updatedAt when it wrote that, by its own clock, in milliseconds
	 */
	record Head(long sequence, long updatedAt) {

	}

}

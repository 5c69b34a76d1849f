package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.cachebridge.spi.support.SenderLog;

/**
 * Reads messages over one connection, and removes them over those of the others.
 *
 * @param tables the messages
 * @param session reads them
 * @param database removes them
 * @param now the time in milliseconds
 */
record SessionLog(MessageTables tables, Session session, Database database,
		LongSupplier now) implements SenderLog<SQLException> {

	/** A sender whose last message is that old has ended, whatever clocks are off. */
	private static final Duration ENDED = Duration.ofDays(1);

	@Override
	public Map<Long, Head> heads() throws SQLException {
		long ended = this.now.getAsLong() - ENDED.toMillis();
		Map<Long, Head> heads = new HashMap<>();
		this.tables.heads(this.session)
			.forEach((sender, head) -> heads.put(sender, new Head(1, head.sequence(), head.updatedAt() < ended)));
		return heads;
	}

	@Override
	public boolean read(long sender, long first, long last, Consumer<byte[]> messages) throws SQLException {
		List<byte[]> found = this.tables.read(this.session, sender, first, last);
		if (found.size() != last - first + 1) {
			return false;
		}
		found.forEach(messages);
		return true;
	}

	@Override
	public void remove(long sender, long last) throws SQLException {
		this.tables.removeSender(this.database, sender, last);
	}

}

package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.LastCount;

/**
 * Removes rows that are over, and then those that are too many, a batch at a time. Each
 * row goes only as it was found: one that was written anew meanwhile stays.
 */
final class RowPruning {

	private static final int BATCH = 1000;

	private final String table;

	private final @Nullable Long maximumEntries;

	private final LastCount count;

	RowPruning(String table, @Nullable Long maximumEntries, LastCount count) {
		this.table = table;
		this.maximumEntries = maximumEntries;
		this.count = count;
	}

	long prune(Session session, Instant now) throws SQLException {
		long expired = delete(session, now.toEpochMilli(), BATCH);
		return (expired > 0 || this.maximumEntries == null) ? expired : deleteSurplus(session, this.maximumEntries);
	}

	private long deleteSurplus(Session session, long maximum) throws SQLException {
		long count = session.query("SELECT COUNT(*) FROM " + this.table, (row) -> row.getLong(1)).get(0);
		long removed = (count > maximum) ? delete(session, Long.MAX_VALUE, (int) Math.min(BATCH, count - maximum)) : 0;
		this.count.counted(count - removed, null);
		return removed;
	}

	// Read first: few databases bound a deletion
	private long delete(Session session, long expiredBefore, int limit) throws SQLException {
		List<byte[]> keys = new ArrayList<>();
		List<Long> expiries = session
			.query("SELECT entry_key, expires_at FROM %s WHERE expires_at < ? ORDER BY expires_at LIMIT %d"
				.formatted(this.table, limit), (row) -> {
					keys.add(row.getBytes(EntryTable.KEY));
					return row.getLong("expires_at");
				}, expiredBefore);
		if (keys.isEmpty()) {
			return 0;
		}
		List<Object> arguments = new ArrayList<>(keys);
		arguments.add(expiries.get(expiries.size() - 1));
		return session.update("DELETE FROM %s WHERE entry_key IN (%s) AND expires_at <= ?".formatted(this.table,
				keys.stream().map((key) -> "?").collect(Collectors.joining(", "))), arguments.toArray());
	}

}

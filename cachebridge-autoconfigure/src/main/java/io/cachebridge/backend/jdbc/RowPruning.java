package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.LastCount;

/**
 * Removes rows that are over, and then those that are too many, a batch at a time. Each
 * row goes only as it was found: one that was written anew meanwhile stays.
 */
final class RowPruning {

	private static final int BATCH = 1000;

	private final Database database;

	private final String table;

	private final @Nullable Long maximumEntries;

	private final LastCount count;

	private volatile @Nullable Surplus surplus;

	RowPruning(Database database, String table, @Nullable Long maximumEntries, LastCount count) {
		this.database = database;
		this.table = table;
		this.maximumEntries = maximumEntries;
		this.count = count;
	}

	/**
	 * Removes a batch.
	 * @param now the time of the run that the batch is part of
	 * @return how many rows were removed; zero at the end of a run
	 * @throws SQLException if that failed
	 */
	long prune(Instant now) throws SQLException {
		long expired = delete(now.toEpochMilli(), BATCH);
		return (expired > 0 || this.maximumEntries == null) ? expired : deleteSurplus(now, this.maximumEntries);
	}

	// Counted once in a run: of many rows that takes seconds
	private long deleteSurplus(Instant now, long maximum) throws SQLException {
		Surplus known = this.surplus;
		long rows = (known != null && known.now().equals(now)) ? known.rows() : count() - maximum;
		long removed = (rows > 0) ? delete(Long.MAX_VALUE, (int) Math.min(BATCH, rows)) : 0;
		this.surplus = (removed > 0) ? new Surplus(now, rows - removed) : null;
		this.count.counted(maximum + rows - removed, null);
		return removed;
	}

	private long count() throws SQLException {
		return this.database.callInBackground(
				(session) -> session.query("SELECT COUNT(*) FROM " + this.table, (row) -> row.getLong(1)).get(0));
	}

	// Read first: few databases bound a deletion
	private long delete(long latestExpiry, int limit) throws SQLException {
		String found = "SELECT entry_key, version_incarnation, version_sequence, expires_at FROM %s WHERE expires_at <= ? ORDER BY expires_at LIMIT %d"
			.formatted(this.table, limit);
		String unchanged = "DELETE FROM " + this.table
				+ " WHERE entry_key = ? AND version_incarnation = ? AND version_sequence = ? AND expires_at = ?";
		return this.database.callInBackground((session) -> {
			List<@Nullable Object[]> rows = session.query(found,
					(row) -> new @Nullable Object[] { row.getBytes(EntryTable.KEY), row.getLong("version_incarnation"),
							row.getLong("version_sequence"), row.getLong("expires_at") },
					latestExpiry);
			return rows.isEmpty() ? 0 : session.transact((whole) -> whole.updateAll(unchanged, rows));
		});
	}

	/**
	 * What is left of what was too much.
	 *
	 * @param now the time of the run that counted
	 * @param rows how many rows
	 */
	private record Surplus(Instant now, long rows) {

	}

}

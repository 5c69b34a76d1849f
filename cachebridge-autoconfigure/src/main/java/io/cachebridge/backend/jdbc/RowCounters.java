package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;

/**
 * Counters as rows of the table of records. One that lives is added to and read in a
 * transaction of its own; one that is over or not there is written by a single statement,
 * and who loses against others begins again.
 */
final class RowCounters {

	private static final List<String> ROW = List.of(EntryTable.KEY, "version_incarnation", "version_sequence",
			"expires_at", EntryTable.COUNTER);

	private static final int ATTEMPTS = 10;

	private final String backend;

	private final String table;

	private final Clock clock;

	RowCounters(String backend, String table, Clock clock) {
		this.backend = backend;
		this.table = table;
		this.clock = clock;
	}

	long increment(Database database, byte[] key, long delta, @Nullable Duration timeToLive) throws SQLException {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Instant now = this.clock.instant();
			Optional<Long> sum = database.transact((session) -> Optional.ofNullable(add(session, key, delta, now)));
			if (sum.isPresent()) {
				return sum.get();
			}
			Instant expiresAt = (timeToLive != null) ? now.plus(timeToLive) : null;
			if (database.call((session) -> restart(session, key, delta, now, expiresAt)
					|| start(session, key, delta, expiresAt))) {
				return delta;
			}
		}
		throw new BackendRejectedException(this.backend, "increment", "what is there is not a counter", null);
	}

	private @Nullable Long add(Session session, byte[] key, long delta, Instant now) throws SQLException {
		String alive = " WHERE entry_key = ? AND counter_value IS NOT NULL AND (expires_at IS NULL OR expires_at > ?)";
		// Where only rows that have changed are told of, adding nothing finds none
		if (delta != 0 && session.update("UPDATE " + this.table + " SET counter_value = counter_value + ?" + alive,
				delta, key, now.toEpochMilli()) == 0) {
			return null;
		}
		List<Long> sum = session.query("SELECT counter_value FROM " + this.table + alive,
				(row) -> row.getLong(EntryTable.COUNTER), key, now.toEpochMilli());
		return sum.isEmpty() ? null : sum.get(0);
	}

	private boolean restart(Session session, byte[] key, long delta, Instant now, @Nullable Instant expiresAt)
			throws SQLException {
		return session.update(
				"UPDATE " + this.table + " SET counter_value = ?, expires_at = ?"
						+ " WHERE entry_key = ? AND counter_value IS NOT NULL AND expires_at <= ?",
				delta, EntryTable.milliseconds(expiresAt), key, now.toEpochMilli()) > 0;
	}

	private boolean start(Session session, byte[] key, long delta, @Nullable Instant expiresAt) throws SQLException {
		return session.insertIfAbsent(this.table, ROW, key, 0L, 0L, EntryTable.milliseconds(expiresAt), delta);
	}

}

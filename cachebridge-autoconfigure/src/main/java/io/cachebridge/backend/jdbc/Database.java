package io.cachebridge.backend.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database, over connections that nobody else has, so that nothing here is ever part of
 * a transaction of the caller. Not connected before it is used.
 */
final class Database implements AutoCloseable {

	/** What loses against others is tried again. */
	private static final int ATTEMPTS = 5;

	/** What nobody waits for may take so long: to count millions of rows, for example. */
	private static final int BACKGROUND_SECONDS = 30;

	/** How much later than the statement the connection is given up. */
	private static final int GRACE_MILLISECONDS = 250;

	private final HikariDataSource pool;

	private final Schema schema;

	private final int timeoutSeconds;

	private volatile @Nullable Dialect dialect;

	private volatile boolean timesOut = true;

	Database(HikariDataSource pool, Schema schema, Duration timeout) {
		this.pool = pool;
		this.schema = schema;
		this.timeoutSeconds = seconds(timeout);
	}

	/**
	 * Returns a time as drivers want it.
	 * @param timeout the time
	 * @return the seconds, rounded up
	 */
	static int seconds(Duration timeout) {
		return (int) Math.max(1, timeout.plusMillis(999).toSeconds());
	}

	/**
	 * Does something whose statements each stand for themselves.
	 * @param work what to do, again if others were in the way
	 * @param <T> the type of the answer
	 * @return the answer
	 * @throws SQLException if that failed
	 */
	<T extends @Nullable Object> T call(Work<T> work) throws SQLException {
		return call(this.timeoutSeconds, work);
	}

	/**
	 * Does something that nobody waits for, whose statements each stand for themselves
	 * and may take longer than those of others.
	 * @param work what to do, again if others were in the way
	 * @param <T> the type of the answer
	 * @return the answer
	 * @throws SQLException if that failed
	 */
	<T extends @Nullable Object> T callInBackground(Work<T> work) throws SQLException {
		return call(Math.max(this.timeoutSeconds, BACKGROUND_SECONDS), work);
	}

	private <T extends @Nullable Object> T call(int seconds, Work<T> work) throws SQLException {
		for (int attempt = 1;; attempt++) {
			try (Connection connection = this.pool.getConnection()) {
				return work.apply(session(connection, seconds));
			}
			catch (SQLException ex) {
				requireConflict(ex, attempt);
			}
		}
	}

	/**
	 * Does something as a whole or not at all.
	 * @param work what to do, again if others were in the way
	 * @param <T> the type of the answer
	 * @return the answer
	 * @throws SQLException if that failed
	 */
	<T extends @Nullable Object> T transact(Work<T> work) throws SQLException {
		return call((session) -> session.transact(work));
	}

	/**
	 * Does something for as long as it takes, over a connection that is nobody else's.
	 * @param use what to do
	 * @throws SQLException if that failed
	 * @throws InterruptedException if the thread is interrupted
	 */
	void hold(Use use) throws SQLException, InterruptedException {
		try (Connection connection = this.pool.getConnection()) {
			use.accept(session(connection, this.timeoutSeconds));
		}
	}

	private static void requireConflict(SQLException failure, int attempt) throws SQLException {
		if (attempt == ATTEMPTS || !SqlFailures.isConflict(failure)) {
			throw failure;
		}
	}

	private Session session(Connection connection, int seconds) throws SQLException {
		limit(connection, seconds);
		Dialect known = this.dialect;
		if (known == null) {
			known = this.schema.prepare(connection, seconds);
			this.dialect = known;
		}
		return new Session(connection, known, seconds);
	}

	// A database that vanished without a word would not even say that time is over
	private void limit(Connection connection, int seconds) throws SQLException {
		if (this.timesOut) {
			try {
				connection.setNetworkTimeout(Runnable::run, seconds * 1000 + GRACE_MILLISECONDS);
			}
			catch (SQLFeatureNotSupportedException | UnsupportedOperationException ex) {
				this.timesOut = false;
			}
		}
	}

	@Override
	public void close() {
		this.pool.close();
	}

	/**
	 * Something that keeps a connection.
	 */
	@FunctionalInterface
	interface Use {

		void accept(Session session) throws SQLException, InterruptedException;

	}

	/**
	 * Something to do with a connection.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Work<T extends @Nullable Object> {

		T apply(Session session) throws SQLException;

	}

}

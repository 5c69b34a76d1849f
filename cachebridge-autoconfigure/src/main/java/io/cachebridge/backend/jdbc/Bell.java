package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Wakes who waits for messages, if the database can.
 */
@FunctionalInterface
interface Bell extends AutoCloseable {

	/**
	 * One that never rings.
	 */
	Bell SILENT = (atMost, closed) -> {
		closed.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
		return false;
	};

	/**
	 * Waits until there may be messages.
	 * @param atMost how long to wait at most
	 * @param closed until when to wait at most
	 * @return whether it rang
	 * @throws SQLException if it does not ring any more
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean await(Duration atMost, CountDownLatch closed) throws SQLException, InterruptedException;

	@Override
	default void close() throws SQLException {
	}

	/**
	 * Returns the bell of a database.
	 * @param session the connection by which it rings
	 * @param name what it rings for
	 * @return the bell
	 * @throws SQLException if the connection failed
	 */
	static Bell of(Session session, String name) throws SQLException {
		return PostgresBell.isPresent(session.connection()) ? PostgresBell.listen(session, name) : SILENT;
	}

}

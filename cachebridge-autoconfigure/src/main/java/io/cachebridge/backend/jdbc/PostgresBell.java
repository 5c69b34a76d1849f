package io.cachebridge.backend.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.util.ClassUtils;

/**
 * Rings when PostgreSQL notifies this connection.
 */
final class PostgresBell implements Bell {

	private static final boolean DRIVER = ClassUtils.isPresent("org.postgresql.PGConnection",
			PostgresBell.class.getClassLoader());

	/** The driver cannot be interrupted. */
	private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

	private final Session session;

	private final String name;

	private final PGConnection connection;

	private PostgresBell(Session session, String name, PGConnection connection) {
		this.session = session;
		this.name = name;
		this.connection = connection;
	}

	static boolean isPresent(Connection connection) throws SQLException {
		return DRIVER && connection.isWrapperFor(PGConnection.class);
	}

	static Bell listen(Session session, String name) throws SQLException {
		session.update("LISTEN " + name);
		return new PostgresBell(session, name, session.connection().unwrap(PGConnection.class));
	}

	@Override
	public boolean await(Duration atMost, CountDownLatch closed) throws SQLException {
		long end = System.nanoTime() + atMost.toNanos();
		do {
			long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
			PGNotification[] notifications = this.connection
				.getNotifications((int) Math.max(1, Math.min(left, LONGEST_WAIT.toMillis())));
			if (notifications != null && notifications.length > 0) {
				return true;
			}
		}
		while (closed.getCount() > 0 && System.nanoTime() - end < 0);
		return false;
	}

	// The connection may be one that others use later
	@Override
	public void close() throws SQLException {
		if (!this.session.connection().isClosed()) {
			this.session.update("UNLISTEN " + this.name);
		}
	}

}

package io.cachebridge.backend.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A connection and what is done with it.
 *
 * @param connection the connection, of the caller alone
 * @param dialect the kind of its database
 * @param timeoutSeconds how long a statement may take
 */
record Session(Connection connection, Dialect dialect, int timeoutSeconds) {

	int update(String sql, @Nullable Object... arguments) throws SQLException {
		try (PreparedStatement statement = prepare(sql)) {
			bind(statement, arguments);
			return statement.executeUpdate();
		}
	}

	/**
	 * Changes rows, one after the other.
	 * @param sql the statement
	 * @param batch its arguments for each row
	 * @return how many there were; one for each that the driver does not tell of
	 * @throws SQLException if that failed
	 */
	int updateAll(String sql, List<@Nullable Object[]> batch) throws SQLException {
		try (PreparedStatement statement = prepare(sql)) {
			for (Object[] arguments : batch) {
				bind(statement, arguments);
				statement.addBatch();
			}
			return Arrays.stream(statement.executeBatch())
				.map((count) -> (count == Statement.SUCCESS_NO_INFO) ? 1 : count)
				.sum();
		}
	}

	/**
	 * Writes a row if its key is not there.
	 * @param table the table
	 * @param columns the columns, that of the key first
	 * @param arguments their values
	 * @return whether it was written
	 * @throws SQLException if that failed
	 */
	boolean insertIfAbsent(String table, List<String> columns, @Nullable Object... arguments) throws SQLException {
		try {
			return update(this.dialect.insertIfAbsent(table, columns), arguments) == 1;
		}
		catch (SQLException ex) {
			if (this.dialect.isDuplicate(ex)) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Does something as a whole or not at all.
	 * @param work what to do
	 * @param <T> the type of the answer
	 * @return the answer
	 * @throws SQLException if that failed
	 */
	<T extends @Nullable Object> T transact(Database.Work<T> work) throws SQLException {
		this.connection.setAutoCommit(false);
		boolean committed = false;
		try {
			T answer = work.apply(this);
			this.connection.commit();
			committed = true;
			return answer;
		}
		finally {
			end(committed);
		}
	}

	// The pool does both too, but would warn of what is not committed
	private void end(boolean committed) {
		try {
			if (!committed) {
				this.connection.rollback();
			}
			this.connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			// The failure that led here says more
		}
	}

	String product() throws SQLException {
		DatabaseMetaData about = this.connection.getMetaData();
		return about.getDatabaseProductName() + " " + about.getDatabaseProductVersion();
	}

	<T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... arguments) throws SQLException {
		try (PreparedStatement statement = prepare(sql)) {
			bind(statement, arguments);
			List<T> rows = new ArrayList<>();
			try (ResultSet found = statement.executeQuery()) {
				while (found.next()) {
					rows.add(reader.read(found));
				}
			}
			return rows;
		}
	}

	private PreparedStatement prepare(String sql) throws SQLException {
		PreparedStatement statement = this.connection.prepareStatement(sql);
		statement.setQueryTimeout(this.timeoutSeconds);
		return statement;
	}

	private static void bind(PreparedStatement statement, @Nullable Object... arguments) throws SQLException {
		for (int i = 0; i < arguments.length; i++) {
			Object argument = arguments[i];
			if (argument == null) {
				statement.setNull(i + 1, Types.NULL);
			}
			else if (argument instanceof byte[] bytes) {
				statement.setBytes(i + 1, bytes);
			}
			else {
				statement.setObject(i + 1, argument);
			}
		}
	}

	/**
	 * Reads a row.
	 *
	 * @param <T> the type of what it holds
	 */
	@FunctionalInterface
	interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

}

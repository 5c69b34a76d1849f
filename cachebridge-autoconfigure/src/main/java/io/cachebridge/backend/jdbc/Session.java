package io.cachebridge.backend.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Types;
import java.util.ArrayList;
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

	private static final String INTEGRITY = "23";

	int update(String sql, @Nullable Object... arguments) throws SQLException {
		try (PreparedStatement statement = prepare(sql)) {
			bind(statement, arguments);
			return statement.executeUpdate();
		}
	}

	void updateAll(String sql, List<@Nullable Object[]> batch) throws SQLException {
		try (PreparedStatement statement = prepare(sql)) {
			for (Object[] arguments : batch) {
				bind(statement, arguments);
				statement.addBatch();
			}
			statement.executeBatch();
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
			if (isDuplicate(ex)) {
				return false;
			}
			throw ex;
		}
	}

	static boolean isDuplicate(SQLException failure) {
		return failure instanceof SQLIntegrityConstraintViolationException
				|| String.valueOf(failure.getSQLState()).startsWith(INTEGRITY);
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

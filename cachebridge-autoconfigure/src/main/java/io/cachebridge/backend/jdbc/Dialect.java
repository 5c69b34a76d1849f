package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What one kind of database does in its own way. A new one is a class, and a place in
 * {@link #all()}.
 */
interface Dialect {

	/**
	 * Returns what the scripts with its tables are called after.
	 * @return the name
	 */
	String platform();

	/**
	 * Tells whether a database is of this kind.
	 * @param product the name that its driver gives it
	 * @return whether it is
	 */
	boolean isOf(String product);

	/**
	 * Returns a statement that writes a row, whether its key is there or not.
	 * @param table the table
	 * @param key the column of the key
	 * @param others the other columns
	 * @return the statement, with the values of all columns as its parameters
	 */
	String upsert(String table, String key, List<String> others);

	/**
	 * Returns a statement that writes a row if its key is not there. If it is, nothing is
	 * updated, or the statement fails.
	 * @param table the table
	 * @param columns the columns, that of the key first
	 * @return the statement, with the values of all columns as its parameters
	 */
	default String insertIfAbsent(String table, List<String> columns) {
		return insert(table, columns);
	}

	/**
	 * Tells whether the key of a row was there already. Other rules of a table that a row
	 * breaks do not count.
	 * @param failure what the driver said
	 * @return whether it is that
	 */
	default boolean isDuplicate(SQLException failure) {
		return "23505".equals(failure.getSQLState());
	}

	/**
	 * Tells whether tables are in schemas or databases that a name can begin with.
	 * @return whether they are
	 */
	default boolean hasSchemas() {
		return true;
	}

	/**
	 * Tells whether a table is missing.
	 * @param failure what the driver said
	 * @return whether it is that
	 */
	default boolean isMissingTable(SQLException failure) {
		return "42S02".equals(failure.getSQLState());
	}

	/**
	 * Returns a statement that wakes those who wait for messages, when the transaction is
	 * committed.
	 * @param name what they wait for, an identifier
	 * @return the statement, or nothing if nobody can wait
	 */
	default @Nullable String wakeUp(String name) {
		return null;
	}

	/**
	 * Tells whether a database belongs to this application.
	 * @param url where the database is
	 * @return whether it is embedded
	 */
	default boolean isEmbedded(String url) {
		return false;
	}

	/**
	 * Tells whether other processes can use a database too.
	 * @param url where some database is, be it of this kind or not
	 * @return {@code false} if it is of this kind and they cannot
	 */
	default boolean isShared(String url) {
		return true;
	}

	/**
	 * Tells whether a URL means the same database on every host.
	 * @param url where some database is, be it of this kind or not
	 * @return {@code false} if it is of this kind and does not
	 */
	default boolean isRemote(String url) {
		return true;
	}

	/**
	 * Tells whether a database outlives the process.
	 * @param url where some database is, be it of this kind or not
	 * @return {@code false} if it is of this kind and does not
	 */
	default boolean isDurable(String url) {
		return true;
	}

	/**
	 * Adds what connections to a database of our own need.
	 * @param url where some database is, be it of this kind or not
	 * @param settings the settings for the driver
	 */
	default void configure(String url, Properties settings) {
	}

	/**
	 * Adds what bounds how long the driver waits where a statement cannot tell it: for a
	 * login, or until a statement is cancelled. What the settings say already stays.
	 * @param url where some database is, be it of this kind or not
	 * @param seconds how long it may wait
	 * @param settings the settings for the driver
	 */
	default void limit(String url, int seconds, Properties settings) {
	}

	static List<Dialect> all() {
		return List.of(new PostgresDialect(), new MySqlDialect(), new H2Dialect(), new SqliteDialect());
	}

	static String insert(String table, List<String> columns) {
		return "INSERT INTO %s (%s) VALUES (%s)".formatted(table, String.join(", ", columns),
				parameters(columns.size()));
	}

	/**
	 * Returns parameters of a statement.
	 * @param count how many
	 * @return a list of them, without brackets
	 */
	static String parameters(int count) {
		return String.join(", ", Collections.nCopies(count, "?"));
	}

	static List<String> columns(String key, List<String> others) {
		return Stream.concat(Stream.of(key), others.stream()).toList();
	}

	/**
	 * Returns the assignments of an update.
	 * @param columns the columns
	 * @param value the value of a column, with its name as {@code %s}
	 * @return the assignments
	 */
	static String assignments(List<String> columns, String value) {
		return columns.stream()
			.map((column) -> column + " = " + value.formatted(column))
			.collect(Collectors.joining(", "));
	}

}

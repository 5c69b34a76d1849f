package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Tells what a failure of any driver means, by its SQL state as far as that goes.
 *
 * @param schema the tables
 */
record SqlFailures(Schema schema) implements StoreCalls.FailureTranslator {

	/**
	 * What does not pass: data, integrity, authorization, names, syntax and rights.
	 */
	private static final Set<String> REFUSED = Set.of("0A", "22", "23", "28", "3D", "3F", "42");

	private static final String SYNTAX_OR_RIGHTS = "42000";

	/**
	 * What passes in that state: a user who has too many connections in MySQL, and what
	 * the driver of MariaDB says by itself, of a connection that has ended for example.
	 */
	private static final Set<Integer> PASSING = Set.of(1203, 1226, -1);

	private static final String ROLLED_BACK = "40";

	/** What H2 says of two that write a row at once. */
	private static final String CONCURRENT_UPDATE = "90131";

	private static final String READ_ONLY_FILE = "SQLITE_READONLY";

	private static final String PACKET_TOO_LARGE = "max_allowed_packet";

	private static final String NO_FILE = "SQLITE_CANTOPEN";

	/**
	 * Addresses, in which passwords may stand, and rows, in which keys do.
	 */
	private static final Pattern SECRET = Pattern.compile("(?i)\\bjdbc:\\S+|duplicate entry.*|password\\s*=.*");

	private static final Pattern REVEALING = Pattern.compile("(?is).*(jdbc:|duplicate entry|detail:|password\\s*=).*");

	@Override
	public CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure) {
		Exception decisive = decisive(failure);
		String reason = reason(decisive) + ((key != null) ? " (key " + KeyDigest.brief(key) + ")" : "");
		Throwable cause = isRevealing(failure) ? null : failure;
		return isRefused(decisive) ? new BackendRejectedException(backend, operation, reason, cause)
				: new BackendUnavailableException(backend, operation, reason, cause);
	}

	static boolean isConflict(SQLException failure) {
		String state = String.valueOf(failure.getSQLState());
		return state.startsWith(ROLLED_BACK) || state.equals(CONCURRENT_UPDATE)
				|| Dialect.all().stream().anyMatch((dialect) -> dialect.isDuplicate(failure));
	}

	/**
	 * Returns what tells most. A pool that waited in vain wraps what kept it waiting.
	 */
	private static Exception decisive(Exception failure) {
		Exception decisive = failure;
		for (Throwable next = failure; next != null; next = next.getCause()) {
			if (next instanceof SQLException found) {
				decisive = found;
			}
		}
		return decisive;
	}

	private boolean isRefused(Exception failure) {
		if (!(failure instanceof SQLException sql)) {
			return failure instanceof IllegalArgumentException || failure instanceof IllegalStateException;
		}
		String state = String.valueOf(sql.getSQLState());
		String message = String.valueOf(sql.getMessage());
		boolean passes = state.equals(SYNTAX_OR_RIGHTS) && PASSING.contains(sql.getErrorCode());
		return missingFrom(sql) != null || sql instanceof SQLFeatureNotSupportedException
				|| (!passes && state.length() == 5 && REFUSED.contains(state.substring(0, 2)))
				|| message.contains(PACKET_TOO_LARGE) || message.contains(READ_ONLY_FILE) || message.contains(NO_FILE);
	}

	private @Nullable Dialect missingFrom(SQLException failure) {
		return Dialect.all().stream().filter((dialect) -> dialect.isMissingTable(failure)).findFirst().orElse(null);
	}

	private String reason(Exception failure) {
		if (failure instanceof SQLException sql) {
			Dialect dialect = missingFrom(sql);
			if (dialect != null) {
				return this.schema.howToCreate(dialect);
			}
		}
		String message = failure.getMessage();
		if (message == null || message.isBlank()) {
			return failure.getClass().getSimpleName();
		}
		String line = SECRET.matcher(message.lines().findFirst().orElse("")).replaceAll("...");
		int statement = line.indexOf("; SQL statement");
		return ((statement < 0) ? line : line.substring(0, statement)) + advice(message);
	}

	private String advice(String message) {
		if (message.contains(READ_ONLY_FILE) || message.contains(NO_FILE)) {
			return "; the application must be able to write the file and its directory, or set '%s.url' to another"
				.formatted(this.schema.path());
		}
		return "";
	}

	private static boolean isRevealing(Throwable failure) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			if (REVEALING.matcher(String.valueOf(next.getMessage())).matches()) {
				return true;
			}
		}
		return false;
	}

}

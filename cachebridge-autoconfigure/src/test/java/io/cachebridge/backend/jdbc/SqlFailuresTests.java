package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import org.junit.jupiter.api.Test;

import io.cachebridge.backend.jdbc.CacheBridgeJdbcProperties.InitializeSchema;
import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What no server here can be made to say.
 */
class SqlFailuresTests {

	private final SqlFailures failures = new SqlFailures(
			new Schema("schema", "cachebridge_entry", "cachebridge_entry", InitializeSchema.NEVER, "cachebridge.jdbc"));

	@Test
	void tooManyConnectionsOfAUserPass() {
		for (int code : new int[] { 1203, 1226 }) {
			assertThat(translate(new SQLException("too many", "42000", code)))
				.isInstanceOf(BackendUnavailableException.class);
			assertThat(translate(
					new SQLTransientConnectionException("waited in vain", new SQLException("too many", "42000", code))))
				.isInstanceOf(BackendUnavailableException.class);
		}
	}

	@Test
	void aConnectionThatHasEndedPasses() {
		assertThat(translate(new SQLException("cannot be called on a closed connection", "42000", -1)))
			.isInstanceOf(BackendUnavailableException.class);
	}

	@Test
	void missingRightsDoNotPass() {
		assertThat(translate(new SQLException("denied", "42000", 1142))).isInstanceOf(BackendRejectedException.class);
		assertThat(translate(new SQLException("denied", "42501", 1203))).isInstanceOf(BackendRejectedException.class);
	}

	@Test
	void onlyAKeyThatIsThereIsWorthAnotherAttempt() {
		assertThat(SqlFailures.isConflict(new SQLException("H2 and PostgreSQL", "23505"))).isTrue();
		assertThat(SqlFailures.isConflict(new SQLException("MySQL", "23000", 1062))).isTrue();
		assertThat(SqlFailures.isConflict(new SQLException("[SQLITE_CONSTRAINT_PRIMARYKEY]", null, 19))).isTrue();
		assertThat(SqlFailures.isConflict(new SQLException("null where it must not be", "23502"))).isFalse();
		assertThat(SqlFailures.isConflict(new SQLException("a check of MariaDB", "23000", 4025))).isFalse();
		assertThat(SqlFailures.isConflict(new SQLException("[SQLITE_CONSTRAINT_CHECK]", null, 19))).isFalse();
	}

	private CacheBackendException translate(Exception failure) {
		return this.failures.translate("jdbc", "put", null, failure);
	}

}

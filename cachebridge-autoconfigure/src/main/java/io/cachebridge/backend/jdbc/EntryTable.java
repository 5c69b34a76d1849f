package io.cachebridge.backend.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * The table of records. Keys are bytes, because no two databases compare texts alike. A
 * reservation is a record whose content is null.
 */
final class EntryTable {

	static final String KEY = "entry_key";

	static final String COUNTER = "counter_value";

	/** The columns of a record besides its key. */
	static final List<String> RECORD = List.of("version_incarnation", "version_sequence", "expires_at", "content");

	private EntryTable() {
	}

	static byte[] bytes(String key) {
		return key.getBytes(StandardCharsets.UTF_8);
	}

	static String key(ResultSet row) throws SQLException {
		return new String(row.getBytes(KEY), StandardCharsets.UTF_8);
	}

	static @Nullable Long milliseconds(@Nullable Instant instant) {
		return (instant != null) ? instant.toEpochMilli() : null;
	}

	/**
	 * Returns what is written of a record.
	 * @param key its key
	 * @param stored the record
	 * @return the key and the values of {@link #RECORD}
	 */
	static @Nullable Object[] row(String key, StoredRecord stored) {
		return new @Nullable Object[] { bytes(key), stored.version().incarnation(), stored.version().sequence(),
				milliseconds(stored.expiresAt()), stored.content() };
	}

	static StoredRecord stored(ResultSet row) throws SQLException {
		byte[] content = row.getBytes("content");
		return (content != null) ? StoredRecord.of(content, version(row), expiresAt(row))
				: StoredRecord.reservation(version(row), expiresAt(row));
	}

	static RecordHeader header(ResultSet row) throws SQLException {
		return new RecordHeader(version(row), row.getInt("reserved") == 1, expiresAt(row));
	}

	private static Version version(ResultSet row) throws SQLException {
		return new Version(row.getLong("version_incarnation"), row.getLong("version_sequence"));
	}

	private static @Nullable Instant expiresAt(ResultSet row) throws SQLException {
		long milliseconds = row.getLong("expires_at");
		return row.wasNull() ? null : Instant.ofEpochMilli(milliseconds);
	}

}

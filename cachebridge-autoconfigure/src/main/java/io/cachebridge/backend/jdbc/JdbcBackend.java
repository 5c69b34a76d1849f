package io.cachebridge.backend.jdbc;

import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendHealth;
import io.cachebridge.spi.BackendStatistics;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.Removal;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.LastCount;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Stores records in a table, one row each. What has to happen in one step is one
 * statement, except for batches, which are transactions of their own.
 */
final class JdbcBackend implements CacheBackend {

	/**
	 * What every database takes as it is installed: the index of a key, and packets of
	 * MariaDB with 16 MB, in which bytes may be escaped.
	 */
	private static final Limits LIMITS = new Limits(1024, 7 * 1024 * 1024);

	private static final int READ_BATCH = 500;

	private static final int WRITE_BATCH = 100;

	/** What the database does again. */
	private static final String CONFLICT = "40001";

	private static final List<String> ROW = Dialect.columns(EntryTable.KEY, EntryTable.RECORD);

	private final Database database;

	private final String table;

	private final StoreCalls calls;

	private final Set<Capability> capabilities;

	private final Duration pruneInterval;

	private final KeyPages pages;

	private final RowCounters counters;

	private final LastCount count;

	private final RowPruning pruning;

	JdbcBackend(String name, Database database, CacheBridgeJdbcProperties properties, Schema schema,
			Set<Capability> capabilities, Clock clock) {
		this.database = database;
		this.table = properties.table();
		this.calls = new StoreCalls(name, new SqlFailures(schema));
		this.capabilities = capabilities;
		this.pruneInterval = properties.pruneInterval();
		this.pages = new KeyPages(database, this.calls, this.table);
		this.counters = new RowCounters(name, this.table, clock);
		this.count = new LastCount(clock, properties.pruneInterval());
		this.pruning = new RowPruning(database, this.table, properties.maximumEntries(), this.count);
	}

	@Override
	public @Nullable StoredRecord get(String key) {
		return this.calls
			.call("get", key, () -> this.database.call((session) -> Optional.ofNullable(read(session, key))))
			.orElse(null);
	}

	private @Nullable StoredRecord read(Session session, String key) throws SQLException {
		List<StoredRecord> found = session
			.query("SELECT version_incarnation, version_sequence, expires_at, content FROM " + this.table
					+ " WHERE entry_key = ?", EntryTable::stored, EntryTable.bytes(key));
		return found.isEmpty() ? null : found.get(0);
	}

	@Override
	public void put(String key, StoredRecord record) {
		requireFits("put", key, record);
		this.calls.run("put", key,
				() -> this.database.call((session) -> session.update(upsert(session), EntryTable.row(key, record))));
	}

	private String upsert(Session session) {
		return session.dialect().upsert(this.table, EntryTable.KEY, EntryTable.RECORD);
	}

	@Override
	public Removal delete(String key) {
		String delete = "DELETE FROM " + this.table + " WHERE entry_key = ? AND content IS ";
		return this.calls.call("delete", key, () -> this.database.call((session) -> {
			if (session.update(delete + "NOT NULL", EntryTable.bytes(key)) > 0) {
				return Removal.PRESENT;
			}
			if (session.update(delete + "NULL", EntryTable.bytes(key)) == 0 && read(session, key) != null) {
				throw new SQLTransactionRollbackException("The key is written while it is deleted", CONFLICT);
			}
			return Removal.ABSENT;
		}));
	}

	@Override
	public PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		requireFits("putIf", key, next);
		return this.calls.call("putIf", key, () -> this.database.call((session) -> {
			boolean applied = (seen != null) ? replace(session, key, seen, next)
					: session.insertIfAbsent(this.table, ROW, EntryTable.row(key, next));
			return applied ? PutOutcome.applied(next.withToken(null)) : PutOutcome.refused(read(session, key));
		}));
	}

	private boolean replace(Session session, String key, StoredRecord seen, StoredRecord next) throws SQLException {
		return session.update(
				"UPDATE " + this.table
						+ " SET version_incarnation = ?, version_sequence = ?, expires_at = ?, content = ?"
						+ " WHERE entry_key = ? AND version_incarnation = ? AND version_sequence = ?",
				next.version().incarnation(), next.version().sequence(), EntryTable.milliseconds(next.expiresAt()),
				next.content(), EntryTable.bytes(key), seen.version().incarnation(), seen.version().sequence()) > 0;
	}

	@Override
	public Map<String, StoredRecord> getAll(Collection<String> keys) {
		return readAll("getAll", keys, "content", EntryTable::stored);
	}

	@Override
	public Map<String, RecordHeader> headers(Collection<String> keys) {
		return readAll("headers", keys, "CASE WHEN content IS NULL THEN 1 ELSE 0 END AS reserved", EntryTable::header);
	}

	private <T> Map<String, T> readAll(String operation, Collection<String> keys, String column,
			Session.RowReader<T> reader) {
		String select = "SELECT entry_key, version_incarnation, version_sequence, expires_at, %s FROM %s WHERE entry_key IN (%s)";
		Map<String, T> found = new LinkedHashMap<>();
		new Batches<>(keys.iterator(), READ_BATCH).forEachRemaining((batch) -> {
			String sql = select.formatted(column, this.table, Dialect.parameters(batch.size()));
			Object[] arguments = batch.stream().map(EntryTable::bytes).toArray();
			this.calls.run(operation, null, () -> this.database.call((session) -> session.query(sql,
					(row) -> found.put(EntryTable.key(row), reader.read(row)), arguments)));
		});
		return found;
	}

	// In the same order everywhere, so that no two batches wait for each other
	@Override
	public void deleteAllIf(Map<String, StoredRecord> seen) {
		Iterator<@Nullable Object[]> rows = new TreeMap<>(seen).entrySet()
			.stream()
			.map((entry) -> new @Nullable Object[] { EntryTable.bytes(entry.getKey()),
					entry.getValue().version().incarnation(), entry.getValue().version().sequence() })
			.iterator();
		String unchanged = "DELETE FROM " + this.table
				+ " WHERE entry_key = ? AND version_incarnation = ? AND version_sequence = ?";
		inBatches("deleteAllIf", rows, (session) -> unchanged);
	}

	@Override
	public void putAll(Map<String, StoredRecord> records) {
		records.forEach((key, stored) -> requireFits("putAll", key, stored));
		Iterator<@Nullable Object[]> rows = new TreeMap<>(records).entrySet()
			.stream()
			.map((entry) -> EntryTable.row(entry.getKey(), entry.getValue()))
			.iterator();
		inBatches("putAll", rows, this::upsert);
	}

	private void inBatches(String operation, Iterator<@Nullable Object[]> rows, Function<Session, String> statement) {
		new Batches<>(rows, WRITE_BATCH)
			.forEachRemaining((batch) -> this.calls.run(operation, null, () -> this.database.transact((session) -> {
				session.updateAll(statement.apply(session), batch);
				return true;
			})));
	}

	@Override
	public Stream<String> keys(String prefix) {
		return this.pages.keys(prefix);
	}

	@Override
	public long deleteByPrefix(String prefix) {
		return this.pages.deleteByPrefix(prefix);
	}

	@Override
	public long increment(String key, long delta, @Nullable Duration timeToLive) {
		return this.calls.call("increment", key,
				() -> this.counters.increment(this.database, EntryTable.bytes(key), delta, timeToLive));
	}

	@Override
	public long prune(Instant now) {
		return this.calls.call("prune", null, () -> this.pruning.prune(now));
	}

	/**
	 * Tells what is counted to keep the table within its bound. To count without need
	 * would be to read the whole index.
	 */
	@Override
	public BackendStatistics statistics() {
		return this.count.statistics();
	}

	@Override
	public Duration pruneInterval() {
		return this.pruneInterval;
	}

	@Override
	public BackendHealth health() {
		AtomicReference<@Nullable String> product = new AtomicReference<>();
		BackendHealth health = this.calls.health(() -> product.set(this.database.call((session) -> {
			read(session, "health");
			return session.product();
		})));
		String known = product.get();
		return (known != null) ? health.with("database", known) : health;
	}

	@Override
	public Set<Capability> capabilities() {
		return this.capabilities;
	}

	@Override
	public Limits limits() {
		return LIMITS;
	}

	private void requireFits(String operation, String key, StoredRecord stored) {
		this.calls.requireFits(operation, key, stored, LIMITS.maximumContentBytes());
	}

	@Override
	public void close() {
		this.database.close();
	}

}

package io.cachebridge.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Stores records under text keys. A backend is a plain map with versions: it knows
 * nothing of values, caches, loads or time-to-live policy, which all belong to the
 * engine.
 * <p>
 * Five methods are enough. Everything else has a default that works on top of them; a
 * backend overrides what its store can do better, and says in {@link #capabilities()}
 * what callers may rely on. A capability that is not declared is never used, and what
 * requires it throws {@link UnsupportedOperationException}.
 * <p>
 * What every implementation promises:
 * <ul>
 * <li><b>Visibility.</b> When a write returns normally the store has acknowledged it and
 * every later read through this instance sees it. Only a backend without
 * {@link Capability#CONDITIONAL_PUT} may see it later, because it reads from replicas for
 * example.</li>
 * <li><b>Atomicity.</b> One record is read and written as a whole, never in parts.
 * Operations on several keys are not atomic together.</li>
 * <li><b>Keys</b> are compared exactly, case included. Any text must work that is not
 * empty, has neither control characters nor lone surrogates, and is no longer than
 * {@link #limits()} allows; what the store cannot hold the backend escapes. Two different
 * keys never share a record.</li>
 * <li><b>Expiry.</b> {@link StoredRecord#expiresAt()} is handed back as written. The
 * backend may drop a record after that time, by its own clock, and must not drop it for
 * its age before. Until it does, it hands the record out: only the engine judges expiry.
 * A store that is full may drop any record at any time.</li>
 * <li><b>Reservations</b> ({@link StoredRecord#isReservation()}) are stored, read,
 * compared and removed like any other record.</li>
 * <li><b>Foreign bytes.</b> Whatever stands under a key without having been written by
 * this library is handed out as a record with {@link Version#NONE}, never thrown.</li>
 * <li><b>Errors.</b> A miss is never an exception. A failure is a
 * {@link CacheBackendException} that carries no secret and no key in clear. A write that
 * failed may or may not have happened.</li>
 * <li><b>Threads.</b> All methods may be called by any number of threads. A method may
 * block on the store's input and output, within the backend's own timeout.</li>
 * </ul>
 * No argument and no result is {@code null} unless marked.
 */
public interface CacheBackend extends AutoCloseable {

	/**
	 * Reads what is physically held under a key, be it expired or a reservation.
	 * @param key the key
	 * @return the record, or {@code null} if there is none
	 */
	@Nullable StoredRecord get(String key);

	/**
	 * Writes a record whatever was there before.
	 * @param key the key
	 * @param record the record, of any version but {@link Version#NONE}; its token is
	 * ignored
	 * @throws BackendRejectedException if the store refuses this record, as it must one
	 * whose content is larger than {@link #limits()} allows
	 */
	void put(String key, StoredRecord record);

	/**
	 * Removes whatever is under a key. Removing nothing is not an error.
	 * @param key the key
	 * @return whether a record with content was there; a reservation does not count
	 */
	Removal delete(String key);

	/**
	 * Asks the store for a sign of life with one cheap operation.
	 * @return status, latency and details without secrets; a store that cannot be reached
	 * is told as {@link BackendHealth.Status#DOWN}, not thrown
	 */
	BackendHealth health();

	/**
	 * Tells what callers may rely on. The answer never changes during the life of the
	 * instance.
	 * @return the capabilities, unmodifiable
	 */
	Set<Capability> capabilities();

	/**
	 * Writes a record only if the store still holds exactly what the caller has seen, in
	 * one atomic step. Two records are the same if their versions are equal; expiry plays
	 * no part. {@link StoredRecord#token() Tokens} are a shortcut: a record that carries
	 * one has been read from this backend, one without is compared by version alone.
	 * <p>
	 * Requires {@link Capability#CONDITIONAL_PUT}.
	 * @param key the key
	 * @param seen what the caller has seen, or {@code null} if it saw nothing
	 * @param next the record to write; its token is ignored
	 * @return applied, with the record as now held; or refused, with what is held instead
	 */
	default PutOutcome putIf(String key, @Nullable StoredRecord seen, StoredRecord next) {
		throw unsupported("putIf", Capability.CONDITIONAL_PUT);
	}

	/**
	 * Reads several records in as few round trips as the store allows. The records are
	 * those of some moments between call and return, not necessarily of one moment.
	 * @param keys the keys, without duplicates
	 * @return the records found by key; absent keys are left out
	 */
	default Map<String, StoredRecord> getAll(Collection<String> keys) {
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		for (String key : keys) {
			StoredRecord stored = get(key);
			if (stored != null) {
				found.put(key, stored);
			}
		}
		return found;
	}

	/**
	 * Reads versions and expiries of several records without their content, in as few
	 * round trips as the store allows.
	 * @param keys the keys, without duplicates
	 * @return the headers found by key; absent keys are left out
	 */
	default Map<String, RecordHeader> headers(Collection<String> keys) {
		Map<String, RecordHeader> found = new LinkedHashMap<>();
		getAll(keys).forEach((key, stored) -> found.put(key, stored.header()));
		return found;
	}

	/**
	 * Writes several records whatever was there before, in as few round trips as the
	 * store allows. If it fails, any part of the records may have been written.
	 * @param records the records by key; their tokens are ignored
	 */
	default void putAll(Map<String, StoredRecord> records) {
		records.forEach(this::put);
	}

	/**
	 * Removes records that are still what the caller has seen, in as few round trips as
	 * the store allows; what has taken their place stays. Only versions and tokens are
	 * looked at. Unless implemented, each is replaced by a reservation that is over,
	 * which goes like any expired record.
	 * <p>
	 * Requires {@link Capability#CONDITIONAL_PUT}.
	 * @param seen the records by key, as they were read
	 */
	default void deleteAllIf(Map<String, StoredRecord> seen) {
		seen.forEach((key, stored) -> {
			// As unique as the version that it is made of
			Version version = new Version(~stored.version().incarnation(), stored.version().sequence());
			putIf(key, stored, StoredRecord.reservation(version, Instant.ofEpochMilli(1)));
		});
	}

	/**
	 * Lists keys lazily, page by page, never the whole store at once. A key that is there
	 * during the whole listing is listed at least once; one that comes or goes meanwhile
	 * may be listed or not. The stream must be closed.
	 * <p>
	 * Requires {@link Capability#ENUMERATION}.
	 * @param prefix what the keys begin with, taken literally; empty for all
	 * @return the keys, in no particular order
	 */
	default Stream<String> keys(String prefix) {
		throw unsupported("keys", Capability.ENUMERATION);
	}

	/**
	 * Removes all keys with a prefix in bounded batches, without blocking the store for
	 * others.
	 * <p>
	 * Requires {@link Capability#ENUMERATION}.
	 * @param prefix what the keys begin with, taken literally; empty for all
	 * @return how many keys were removed, as far as the store tells; reservations may
	 * count
	 */
	default long deleteByPrefix(String prefix) {
		try (Stream<String> keys = keys(prefix)) {
			return keys.filter((key) -> delete(key) != Removal.ABSENT).count();
		}
	}

	/**
	 * Adds to a counter atomically; a counter that is not there starts at zero. Counters
	 * have keys of their own: reading one with {@link #get(String)} or writing a record
	 * under its key is undefined, and so is a sum that no {@code long} can hold.
	 * {@link #delete(String)} removes a counter; whether {@link #keys(String)} and
	 * {@link #deleteByPrefix(String)} see counters is up to the store.
	 * <p>
	 * Requires {@link Capability#COUNTER}.
	 * @param key the key
	 * @param delta what to add, may be negative
	 * @param timeToLive how long a counter that starts now lives, at most to the
	 * millisecond; {@code null} for ever
	 * @return the value after the addition
	 */
	default long increment(String key, long delta, @Nullable Duration timeToLive) {
		throw unsupported("increment", Capability.COUNTER);
	}

	/**
	 * Removes one bounded batch of records that expired before a time, or are too many or
	 * too old for what the backend is configured to hold. Stores with
	 * {@link Capability#NATIVE_EXPIRY} have nothing to do. Called every
	 * {@link #pruneInterval()} until nothing is left, by one node at a time where the
	 * store is {@link Capability#SHARED} and has {@link Capability#CONDITIONAL_PUT}.
	 * @param now the time to compare with
	 * @return how many records were removed; zero when there is nothing left to do
	 */
	default long prune(Instant now) {
		return 0;
	}

	/**
	 * Tells how often {@link #prune} is to be called.
	 * @return the time from the end of one run to the beginning of the next; zero, the
	 * default, for never
	 */
	default Duration pruneInterval() {
		return Duration.ZERO;
	}

	/**
	 * Tells what the store can hold. The engine skips what is larger.
	 * @return the limits
	 */
	default Limits limits() {
		return Limits.NONE;
	}

	/**
	 * Tells how much the store holds, from what this instance knows and without asking
	 * the store: a number that it keeps anyway, or what it counted when it was last
	 * {@linkplain #prune pruned}. What the store counts together with what is not of this
	 * backend is not told.
	 * @return what is known now, by default nothing
	 */
	default BackendStatistics statistics() {
		return BackendStatistics.UNKNOWN;
	}

	/**
	 * Identifies the life of the store: a value that changes when the store restarted or
	 * failed over and may have lost acknowledged writes.
	 * @return the identity, or {@code null} if the store cannot tell
	 */
	default @Nullable String incarnation() {
		return null;
	}

	/**
	 * Releases what this backend opened itself, nothing that was given to it. Closing
	 * twice does nothing.
	 */
	@Override
	default void close() {
	}

	private UnsupportedOperationException unsupported(String operation, Capability capability) {
		return new UnsupportedOperationException(
				"%s requires %s, which %s does not declare".formatted(operation, capability, getClass().getName()));
	}

}

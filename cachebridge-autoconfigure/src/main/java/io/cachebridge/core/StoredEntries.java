package io.cachebridge.core;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * What a backend holds of one cache, as far as it can list its keys. Goes through them in
 * small batches, epochs after records.
 */
final class StoredEntries {

	private static final EntryKey NAMELESS = EntryKey.of("");

	private static final Log logger = LogFactory.getLog(StoredEntries.class);

	private final BackendCalls store;

	private final KeyLayout layout;

	private final RecordReader reader;

	private final Epochs epochs;

	private final Clock clock;

	private final @Nullable Executor cleaner;

	/** How often the dead are to be looked for, the current search included. */
	private final AtomicInteger searches = new AtomicInteger();

	/**
	 * Creates the entries.
	 * @param store holds them
	 * @param layout knows their places
	 * @param reader reads them
	 * @param epochs tell which count
	 * @param clock tells which are fresh
	 * @param cleaner removes those that count no more, {@code null} if they go by
	 * themselves
	 */
	StoredEntries(BackendCalls store, KeyLayout layout, RecordReader reader, Epochs epochs, Clock clock,
			@Nullable Executor cleaner) {
		this.cleaner = cleaner;
		this.store = store;
		this.layout = layout;
		this.reader = reader;
		this.epochs = epochs;
		this.clock = clock;
	}

	/**
	 * Looks for a value that may be served.
	 * @return {@code true} if there is one, {@code false} if there is none or the store
	 * cannot tell
	 */
	boolean any() {
		return search((backend, batch) -> !batch.live().isEmpty());
	}

	/**
	 * Looks for the value of one key, which is not decoded.
	 * @param key the key
	 * @return {@code true} if there is one that may be served, {@code false} if there is
	 * none or the store does not answer
	 */
	boolean contains(EntryKey key) {
		String place = this.layout.record(key);
		Map<String, StoredRecord> found = this.store.read("getAll", (backend) -> backend.getAll(List.of(place)));
		Batch batch = (found != null) ? judged(found) : null;
		Envelope live = (batch != null) ? batch.live().get(place) : null;
		return live != null && (live.keyName().isEmpty() || live.keyName().equals(key.name()));
	}

	/**
	 * Removes, some time later, the records that no reader counts any more since the
	 * cache was cleared or a tag evicted.
	 */
	void removeDeadLater() {
		if (this.cleaner != null && this.searches.getAndIncrement() == 0) {
			this.cleaner.execute(this::removeDead);
		}
	}

	private void removeDead() {
		int asked;
		do {
			asked = this.searches.get();
			try {
				removeDeadOnce();
			}
			catch (RuntimeException ex) {
				// Counted where the store was called; what is left takes room and no more
				logger.debug("Not all dead records were removed", ex);
			}
		}
		while (this.searches.addAndGet(-asked) > 0);
	}

	private void removeDeadOnce() {
		DeadRecords dead = new DeadRecords(this.store.supports(Capability.CONDITIONAL_PUT));
		search((backend, batch) -> {
			dead.add(backend, batch.dead());
			return false;
		});
		this.store.call("deleteAllIf", (backend) -> {
			dead.remove(backend);
			return Boolean.TRUE;
		});
	}

	private boolean search(Visitor visitor) {
		if (!this.store.supports(Capability.ENUMERATION)) {
			return false;
		}
		return Boolean.TRUE.equals(this.store.read("keys", (backend) -> {
			try (Stream<String> keys = backend.keys(this.layout.records())) {
				Iterator<String> places = keys.iterator();
				boolean found = false;
				while (!found && places.hasNext()) {
					found = visitor.visit(backend,
							Objects.requireNonNullElse(judged(backend.getAll(Pages.next(places))), Batch.UNKNOWN));
				}
				return found;
			}
		}));
	}

	/**
	 * Reads the values at some places.
	 * @param places the keys in the store, without duplicates
	 * @return those that may be served, by place
	 * @throws io.cachebridge.spi.CacheBackendException if the store does not answer
	 */
	Map<String, Envelope> liveAt(Collection<String> places) {
		return live(this.store.requireRead("getAll", (backend) -> backend.getAll(places)));
	}

	/**
	 * Tells which records hold values.
	 * @param records the records by place, as they were read a moment ago
	 * @return those that may be served, by place
	 * @throws io.cachebridge.spi.CacheBackendException if the store does not answer
	 */
	Map<String, Envelope> live(Map<String, StoredRecord> records) {
		Batch batch = judged(records);
		if (batch == null) {
			throw this.store.unanswered("getAll");
		}
		return batch.live();
	}

	/**
	 * Tells whether a record is of a format that a later version of this library writes.
	 * @param stored the record
	 * @return {@code true} if others may read it
	 */
	boolean isOfLaterVersion(StoredRecord stored) {
		return this.reader.open(NAMELESS, stored).fault() == RecordReader.Held.Fault.UNKNOWN;
	}

	/**
	 * Tells what some records mean.
	 * @param records the records by place, as they were read a moment ago
	 * @return which count and which do not, or {@code null} if the store does not answer
	 */
	@Nullable Batch judged(Map<String, StoredRecord> records) {
		Map<String, Envelope> envelopes = new LinkedHashMap<>();
		Set<String> names = new HashSet<>();
		records.forEach((place, stored) -> {
			RecordReader.Held held = this.reader.open(NAMELESS, stored);
			if (held.envelope() != null) {
				envelopes.put(place, held.envelope());
				names.addAll(held.epochNames());
			}
		});
		Map<String, Version> current = names.isEmpty() ? Map.of() : this.epochs.fetch(names);
		if (current == null) {
			return null;
		}
		Map<String, StoredRecord> dead = new HashMap<>(records);
		dead.keySet().removeIf((place) -> !envelopes.containsKey(place) || envelopes.get(place).belongsTo(current));
		Instant now = this.clock.instant();
		envelopes.values().removeIf((held) -> !held.belongsTo(current) || !held.isFresh(now));
		return new Batch(envelopes, dead);
	}

	/**
	 * What some places hold.
	 *
	 * @param live the values that may be served
	 * @param dead the records of an earlier generation
	 */
	record Batch(Map<String, Envelope> live, Map<String, StoredRecord> dead) {

		static final Batch UNKNOWN = new Batch(Map.of(), Map.of());

	}

	private interface Visitor {

		boolean visit(CacheBackend backend, Batch batch);

	}

}

package io.cachebridge.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Reads many values of one cache from a backend in one batch, and the epochs that are
 * needed to judge them in the same one or in a second. What {@link RemoteReads} says of
 * epochs holds here too.
 */
final class BatchReads {

	private final BackendCalls store;

	private final KeyLayout layout;

	private final RecordReader reader;

	private final Epochs epochs;

	BatchReads(BackendCalls store, KeyLayout layout, RecordReader reader, Epochs epochs) {
		this.store = store;
		this.layout = layout;
		this.reader = reader;
		this.epochs = epochs;
	}

	/**
	 * Looks for values.
	 * @param keys the keys
	 * @param ticket a ticket taken before
	 * @return what was found by the name of the key: hits, misses, unreadable, damaged;
	 * empty if the store does not answer
	 */
	Map<String, Reading> read(Collection<EntryKey> keys, long ticket) {
		Version known = this.epochs.known(Epochs.CACHE);
		String epochPlace = this.epochs.place(Epochs.CACHE);
		Map<String, EntryKey> places = new LinkedHashMap<>();
		keys.forEach((key) -> places.put(this.layout.record(key), key));
		List<String> asked = new ArrayList<>(places.keySet());
		if (known == null) {
			asked.add(epochPlace);
		}
		Map<String, StoredRecord> found = this.store.read("getAll", (backend) -> backend.getAll(asked));
		if (found == null) {
			return Map.of();
		}
		Version epoch = (known != null) ? known : this.epochs.fetched(Epochs.CACHE, found.get(epochPlace), ticket);
		Map<EntryKey, RecordReader.Held> held = new LinkedHashMap<>();
		places.forEach((place, key) -> held.put(key, this.reader.open(key, found.get(place))));
		return judged(held, epoch);
	}

	private Map<String, Reading> judged(Map<EntryKey, RecordReader.Held> held, @Nullable Version epoch) {
		Map<String, Version> current = known(held.values(), epoch);
		Map<EntryKey, RecordReader.Held> doubtful = new LinkedHashMap<>();
		Map<String, Reading> readings = new HashMap<>();
		held.forEach((key, each) -> {
			if (each.isForeignTo(current)) {
				doubtful.put(key, each);
			}
			else {
				readings.put(key.name(), this.reader.judge(key, each, current));
			}
		});
		if (!doubtful.isEmpty()) {
			settle(doubtful, readings);
		}
		return readings;
	}

	private Map<String, Version> known(Collection<RecordReader.Held> held, @Nullable Version epoch) {
		Map<String, Version> current = new HashMap<>();
		for (String name : names(held)) {
			Version known = name.equals(Epochs.CACHE) ? epoch : this.epochs.known(name);
			if (known != null) {
				current.put(name, known);
			}
		}
		return current;
	}

	// An epoch that is remembered, or was read in the same batch, may be older than a
	// record: it is read again
	private void settle(Map<EntryKey, RecordReader.Held> doubtful, Map<String, Reading> readings) {
		Map<String, Version> fetched = this.epochs.fetch(names(doubtful.values()));
		doubtful.forEach((key, each) -> readings.put(key.name(),
				(fetched != null) ? this.reader.judge(key, each, fetched) : Reading.UNAVAILABLE));
	}

	private static Set<String> names(Collection<RecordReader.Held> held) {
		Set<String> names = new HashSet<>();
		names.add(Epochs.CACHE);
		held.forEach((each) -> names.addAll(each.epochNames()));
		return names;
	}

}

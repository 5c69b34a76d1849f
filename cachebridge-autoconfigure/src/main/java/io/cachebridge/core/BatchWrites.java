package io.cachebridge.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.cachebridge.core.RecordWriter.Written;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Writes many values of one cache to a backend in one batch.
 */
final class BatchWrites {

	private final BackendCalls store;

	private final KeyLayout layout;

	private final Epochs epochs;

	private final RemoteTier remote;

	BatchWrites(BackendCalls store, KeyLayout layout, Epochs epochs, RemoteTier remote) {
		this.store = store;
		this.layout = layout;
		this.epochs = epochs;
		this.remote = remote;
	}

	/**
	 * Stores values whatever was there before. Those that cannot be stored remove what is
	 * there.
	 * @param values the values, without tags
	 * @return a hit for each that was stored, a miss for each that cannot be; none for
	 * those the store did not acknowledge
	 */
	Map<EntryKey, Reading> put(Map<EntryKey, @Nullable Object> values) {
		Map<String, Version> current = this.epochs.forWrite(Set.of(Epochs.CACHE));
		if (current == null) {
			return Map.of();
		}
		Map<EntryKey, Reading> answers = new HashMap<>();
		Map<EntryKey, Written> records = new LinkedHashMap<>();
		values.forEach((key, value) -> {
			Written next = this.remote.records().write(key, value, Terms.NONE, current);
			if (next != null) {
				records.put(key, next);
			}
			else if (this.remote.delete(key) != null) {
				answers.put(key, Reading.miss(null, current));
			}
		});
		if (!records.isEmpty() && this.remote.inTurns(records.keySet(), () -> putAll(records))) {
			records.forEach((key, next) -> answers.put(key, this.remote.records().stored(next)));
		}
		return answers;
	}

	private boolean putAll(Map<EntryKey, Written> records) {
		Map<String, StoredRecord> places = new LinkedHashMap<>();
		records.forEach((key, next) -> places.put(this.layout.record(key), next.stored()));
		return this.store.call("putAll", (backend) -> {
			backend.putAll(places);
			return Boolean.TRUE;
		}) != null;
	}

}

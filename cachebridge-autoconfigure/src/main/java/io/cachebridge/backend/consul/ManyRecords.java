package io.cachebridge.backend.consul;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Batches;

/**
 * Reads, writes and removes many records, in transactions small enough to let others work
 * in between.
 */
final class ManyRecords {

	private final KeyValueStore store;

	private final RecordKeys keys;

	private final BoundedReads reads;

	ManyRecords(KeyValueStore store, RecordKeys keys) {
		this.store = store;
		this.keys = keys;
		this.reads = new BoundedReads(store);
	}

	/**
	 * Reads records.
	 * @param places where they are, by key
	 * @return those that there are
	 * @throws IOException if they cannot be had
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, StoredRecord> getAll(Map<String, String> places) throws IOException, InterruptedException {
		Map<String, StoredRecord> found = new LinkedHashMap<>();
		Batches<Map.Entry<String, String>> batches = new Batches<>(places.entrySet().iterator(),
				Transaction.MOST_OPERATIONS);
		while (batches.hasNext()) {
			List<Map.Entry<String, String>> batch = batches.next();
			Map<String, KeyValue> entries = read(batch.stream().map(Map.Entry::getValue).toList());
			for (Map.Entry<String, String> place : batch) {
				KeyValue held = entries.get(place.getValue());
				if (held != null) {
					found.put(place.getKey(), ConditionalWrites.read(held));
				}
			}
		}
		return found;
	}

	/**
	 * Reads entries.
	 * @param places where they are, so many that their values can be held
	 * @return those that there are, by place
	 * @throws IOException if they cannot be had
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, KeyValue> read(List<String> places) throws IOException, InterruptedException {
		return this.reads.read(places);
	}

	/**
	 * Writes records.
	 * @param values their bytes, by where they are
	 * @throws IOException if any may or may not be written
	 * @throws InterruptedException if the thread is interrupted
	 */
	void putAll(Map<String, byte[]> values) throws IOException, InterruptedException {
		Transaction writes = new Transaction();
		for (Map.Entry<String, byte[]> each : values.entrySet()) {
			if (!writes.isEmpty() && !writes.takes(each.getKey(), each.getValue())) {
				this.store.commit(writes);
				writes = new Transaction();
			}
			if (writes.takes(each.getKey(), each.getValue())) {
				writes.set(each.getKey(), each.getValue());
			}
			else {
				this.store.set(each.getKey(), each.getValue());
			}
		}
		if (!writes.isEmpty()) {
			this.store.commit(writes);
		}
	}

	long deleteByPrefix(String prefix) throws IOException, InterruptedException {
		long removed = 0;
		for (Batches<String> batches = list(prefix); batches.hasNext();) {
			Transaction deletions = new Transaction();
			List<String> batch = batches.next();
			batch.forEach(deletions::delete);
			this.store.commit(deletions);
			removed += batch.size();
		}
		return removed;
	}

	/**
	 * Lists where records are.
	 * @param prefix what their keys begin with
	 * @return the places, so many at once as fit into a transaction
	 * @throws IOException if they cannot be had
	 * @throws InterruptedException if the thread is interrupted
	 */
	Batches<String> list(String prefix) throws IOException, InterruptedException {
		Iterator<String> places = this.store.keys(this.keys.beginning(prefix))
			.stream()
			.filter((place) -> this.keys.read(place) != null)
			.iterator();
		return new Batches<>(places, Transaction.MOST_OPERATIONS);
	}

	/**
	 * Removes entries that have not changed.
	 * @param entries the entries, without their values
	 * @throws IOException if Consul does not do it
	 * @throws InterruptedException if the thread is interrupted
	 */
	void deleteUnchanged(List<KeyValue> entries) throws IOException, InterruptedException {
		for (Batches<KeyValue> batches = new Batches<>(entries.iterator(), Transaction.MOST_OPERATIONS); batches
			.hasNext();) {
			remove(batches.next());
		}
	}

	/**
	 * Removes those of some entries that have not changed.
	 * @param entries no more than fit into a transaction
	 * @return how many were removed
	 * @throws IOException if Consul does not do it
	 * @throws InterruptedException if the thread is interrupted
	 */
	long remove(List<KeyValue> entries) throws IOException, InterruptedException {
		List<KeyValue> left = entries;
		while (!left.isEmpty()) {
			Transaction deletions = new Transaction();
			left.forEach((entry) -> deletions.deleteUnchanged(entry.key(), entry.index()));
			TransactionOutcome outcome = this.store.commit(deletions);
			if (outcome.isDone()) {
				return left.size();
			}
			left = without(left, outcome);
		}
		return 0;
	}

	private static List<KeyValue> without(List<KeyValue> entries, TransactionOutcome outcome) {
		List<KeyValue> unchanged = new ArrayList<>();
		for (int i = 0; i < entries.size(); i++) {
			if (!outcome.failed().contains(i)) {
				unchanged.add(entries.get(i));
			}
		}
		return unchanged;
	}

}

package io.cachebridge.core;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Queues the writes of single keys whose callers do not wait for the store. Each raises
 * the log before it is in force on this node and after, as if it had been made then; it
 * does so again around the write of the store.
 */
final class AsyncWrites {

	private final WriteQueue queue;

	private final Changes changes;

	private final Invalidations invalidations;

	AsyncWrites(WriteQueue queue, Changes changes, Invalidations invalidations) {
		this.queue = queue;
		this.changes = changes;
		this.invalidations = invalidations;
	}

	boolean put(EntryKey key, @Nullable Object value, Terms terms) {
		return isQueued(this.changes.put(key, value, terms));
	}

	/**
	 * Queues as many values as there is room for.
	 * @param values the values, without tags
	 * @return the others
	 */
	Map<EntryKey, @Nullable Object> putAll(Map<EntryKey, @Nullable Object> values) {
		Map<EntryKey, @Nullable Object> rest = new HashMap<>(values);
		rest.entrySet().removeIf((entry) -> put(entry.getKey(), entry.getValue(), Terms.NONE));
		return rest;
	}

	boolean evict(EntryKey key) {
		return isQueued(PendingWrite.evict(key));
	}

	private boolean isQueued(PendingWrite write) {
		long first = this.invalidations.changing(write.key());
		boolean queued = this.queue.offer(write.queued(first));
		if (queued) {
			this.invalidations.queued(write.key());
		}
		return queued;
	}

	int size() {
		return this.queue.size();
	}

}

package io.cachebridge.core;

import java.util.LinkedHashMap;
import java.util.Map;

import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.StoredRecord;

/**
 * Records that no reader counts any more, collected until they are worth a batch of any
 * store. Their contents are not kept.
 */
final class DeadRecords {

	private static final int MOST = 1000;

	private final boolean conditional;

	private final Map<String, StoredRecord> collected = new LinkedHashMap<>();

	/**
	 * Creates an empty collection.
	 * @param conditional whether the store can tell what has changed
	 */
	DeadRecords(boolean conditional) {
		this.conditional = conditional;
	}

	/**
	 * Adds records, and removes what is collected if that is much.
	 * @param backend holds them
	 * @param dead the records as they were read, by place
	 */
	void add(CacheBackend backend, Map<String, StoredRecord> dead) {
		dead.forEach((place, stored) -> this.collected.put(place,
				StoredRecord.reservation(stored.version(), stored.expiresAt()).withToken(stored.token())));
		if (this.collected.size() >= MOST) {
			remove(backend);
		}
	}

	/**
	 * Removes what is collected. What is stored there meanwhile stays, where the store
	 * can tell.
	 * @param backend holds them
	 */
	void remove(CacheBackend backend) {
		if (this.conditional) {
			backend.deleteAllIf(this.collected);
		}
		else {
			this.collected.keySet().forEach(backend::delete);
		}
		this.collected.clear();
	}

}

package io.cachebridge.backend.consul;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads many entries in transactions that are small enough to be answered in time: how
 * many that are depends on how large the entries are and how far away Consul is, which
 * the last ones tell.
 */
final class BoundedReads {

	/** How much of the timeout a transaction is to take, as the next may be slower. */
	private static final int SHARE = 4;

	private final KeyValueStore store;

	private volatile int size = Transaction.MOST_OPERATIONS;

	BoundedReads(KeyValueStore store) {
		this.store = store;
	}

	/**
	 * Reads entries, in order though not all at the same moment.
	 * @param keys their keys, none of which is the beginning of another one
	 * @return those that there are, by key
	 * @throws IOException if they cannot be had
	 * @throws InterruptedException if the thread is interrupted
	 */
	Map<String, KeyValue> read(List<String> keys) throws IOException, InterruptedException {
		Map<String, KeyValue> found = new LinkedHashMap<>();
		int from = 0;
		while (from < keys.size()) {
			int to = Math.min(keys.size(), from + this.size);
			long start = System.nanoTime();
			try {
				found.putAll(readTogether(keys.subList(from, to)));
				adapt(to - from, System.nanoTime() - start);
				from = to;
			}
			catch (HttpTimeoutException ex) {
				this.size = 1;
				if (to - from == 1) {
					throw ex;
				}
			}
		}
		return found;
	}

	private Map<String, KeyValue> readTogether(List<String> keys) throws IOException, InterruptedException {
		Transaction reads = new Transaction();
		keys.forEach(reads::getTree);
		return this.store.commit(reads).entries();
	}

	private void adapt(int read, long nanos) {
		long inTime = read * (this.store.timeout().toNanos() / SHARE) / Math.max(1, nanos);
		long most = Math.min(Transaction.MOST_OPERATIONS, Math.max(this.size, 2L * read));
		this.size = (int) Math.max(1, Math.min(inTime, most));
	}

}

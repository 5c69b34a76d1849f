package io.cachebridge.backend.consul;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.support.Batches;
import io.cachebridge.spi.support.LastCount;
import io.cachebridge.spi.support.RecordFormat;

/**
 * Reads all records to find those that have expired, removes these and counts the others.
 */
final class ExpiredEntries {

	private final ManyRecords records;

	private final RecordKeys keys;

	private final LastCount count;

	/** The one under way, nothing if there is none. */
	private final AtomicReference<@Nullable Run> run = new AtomicReference<>();

	ExpiredEntries(ManyRecords records, RecordKeys keys, LastCount count) {
		this.records = records;
		this.keys = keys;
		this.count = count;
	}

	/**
	 * Looks at records until some of a batch have expired, and removes those. Goes on
	 * behind them the next time, as to list all keys and read all values again for each
	 * batch would cost too much; after a failure, where it has failed.
	 * @param now the time to compare with
	 * @return how many were removed, zero at the end
	 * @throws IOException if Consul does not do it
	 * @throws InterruptedException if the thread is interrupted
	 */
	long prune(Instant now) throws IOException, InterruptedException {
		Run current = this.run.getAndSet(null);
		if (current == null) {
			current = new Run(this.records.list(""));
		}
		boolean over = false;
		try {
			long removed = 0;
			while (removed == 0 && current.isAny()) {
				removed = removeExpired(current, now);
			}
			over = removed == 0;
			if (over) {
				this.count.counted(current.staying, current.bytes);
			}
			return removed;
		}
		finally {
			this.run.set(over ? null : current);
		}
	}

	private long removeExpired(Run current, Instant now) throws IOException, InterruptedException {
		List<KeyValue> expired = new ArrayList<>();
		long staying = 0;
		long bytes = 0;
		for (KeyValue entry : this.records.read(current.batch()).values()) {
			if (this.keys.read(entry.key()) == null) {
				continue;
			}
			if (hasExpired(entry, now)) {
				expired.add(entry);
			}
			else {
				staying++;
				bytes += entry.value().length;
			}
		}
		long removed = this.records.remove(expired);
		current.done(staying, bytes);
		return removed;
	}

	private static boolean hasExpired(KeyValue entry, Instant now) {
		Instant expiresAt = RecordFormat.readHeader(entry.value()).expiresAt();
		return expiresAt != null && expiresAt.isBefore(now);
	}

	/**
	 * How far one run has come.
	 */
	private static final class Run {

		private final Batches<String> unseen;

		/** What is looked at, again if that fails. */
		private List<String> batch = List.of();

		private long staying;

		private long bytes;

		private Run(Batches<String> unseen) {
			this.unseen = unseen;
		}

		private boolean isAny() {
			return !this.batch.isEmpty() || this.unseen.hasNext();
		}

		private List<String> batch() {
			if (this.batch.isEmpty()) {
				this.batch = this.unseen.next();
			}
			return this.batch;
		}

		private void done(long staying, long bytes) {
			this.batch = List.of();
			this.staying += staying;
			this.bytes += bytes;
		}

	}

}

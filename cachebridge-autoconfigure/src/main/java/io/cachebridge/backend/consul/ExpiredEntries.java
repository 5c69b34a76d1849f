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
	 * batch would cost too much.
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
		while (current.unseen.hasNext()) {
			long removed = this.records.remove(expired(current, now));
			if (removed != 0) {
				this.run.set(current);
				return removed;
			}
		}
		this.count.counted(current.staying, current.bytes);
		return 0;
	}

	private List<KeyValue> expired(Run current, Instant now) throws IOException, InterruptedException {
		List<KeyValue> expired = new ArrayList<>();
		for (KeyValue entry : this.records.read(current.unseen.next()).values()) {
			if (this.keys.read(entry.key()) == null) {
				continue;
			}
			if (hasExpired(entry, now)) {
				expired.add(entry);
			}
			else {
				current.staying++;
				current.bytes += entry.value().length;
			}
		}
		return expired;
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

		private long staying;

		private long bytes;

		private Run(Batches<String> unseen) {
			this.unseen = unseen;
		}

	}

}

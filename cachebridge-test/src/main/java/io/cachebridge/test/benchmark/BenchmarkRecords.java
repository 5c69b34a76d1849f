package io.cachebridge.test.benchmark;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * Records to measure with, under keys that nobody else has.
 */
final class BenchmarkRecords {

	/** What could not be removed goes after that time. */
	private static final Duration LIFE = Duration.ofDays(1);

	private final BenchmarkSettings settings;

	private final String prefix = "benchmark:" + UUID.randomUUID() + ":";

	private final long incarnation = UUID.randomUUID().getLeastSignificantBits();

	private final AtomicLong sequence = new AtomicLong();

	private final Instant end = Instant.now().plus(LIFE);

	private final byte[] content;

	BenchmarkRecords(BenchmarkSettings settings) {
		this.settings = settings;
		this.content = new byte[settings.valueBytes()];
		// A store that compresses must not look faster than it is
		ThreadLocalRandom.current().nextBytes(this.content);
	}

	/**
	 * Returns a new record.
	 * @return the record, of a version of its own
	 */
	StoredRecord next() {
		return StoredRecord.of(this.content, new Version(this.incarnation, this.sequence.incrementAndGet()), this.end);
	}

	Map<String, StoredRecord> next(List<String> keys) {
		Map<String, StoredRecord> records = new LinkedHashMap<>();
		keys.forEach((key) -> records.put(key, next()));
		return records;
	}

	String randomKey(Kind kind) {
		return key(kind, ThreadLocalRandom.current().nextInt(this.settings.keys()));
	}

	/**
	 * Returns several keys of records that are kept.
	 * @return as many different keys as a batch has
	 */
	List<String> randomBatch() {
		return keys(Kind.KEPT, ThreadLocalRandom.current().nextInt(this.settings.keys()), this.settings.batchSize());
	}

	/**
	 * Returns a key that no other thread is given.
	 * @param kind the kind of record
	 * @param thread the number of the thread
	 * @param number the number of the call, by which the keys take turns
	 * @return the key
	 */
	String ownKey(Kind kind, int thread, long number) {
		int each = this.settings.keys() / this.settings.threads();
		return key(kind, thread + this.settings.threads() * (number % each));
	}

	/**
	 * Returns the keys of the records that are kept, in batches.
	 * @return the keys
	 */
	List<List<String>> batches() {
		List<List<String>> batches = new ArrayList<>();
		for (int first = 0; first < this.settings.keys(); first += this.settings.batchSize()) {
			int size = Math.min(this.settings.batchSize(), this.settings.keys() - first);
			batches.add(keys(Kind.KEPT, first, size));
		}
		return batches;
	}

	/**
	 * Returns the keys of all records that may have been written.
	 * @return the keys
	 */
	List<String> written() {
		return Stream.of(Kind.KEPT, Kind.COMPARED, Kind.DELETED)
			.flatMap((kind) -> keys(kind, 0, this.settings.keys()).stream())
			.toList();
	}

	private List<String> keys(Kind kind, int first, int count) {
		List<String> keys = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			keys.add(key(kind, (first + i) % this.settings.keys()));
		}
		return keys;
	}

	private String key(Kind kind, long number) {
		return this.prefix + kind.name() + ":" + number;
	}

	/**
	 * What becomes of a record.
	 */
	enum Kind {

		/** It is read and overwritten. */
		KEPT,

		/** It is written only over what was seen. */
		COMPARED,

		/** It is put and deleted in turns. */
		DELETED,

		/** It never is. */
		MISSING

	}

}

package io.cachebridge.backend.consul;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.CounterRecord;
import io.cachebridge.spi.support.RecordFormat;

/**
 * Writes what depends on what is there: compares the index of the entry, and tries again
 * if that has changed and the reason to write has not.
 */
final class ConditionalWrites {

	private static final long LONGEST_PAUSE_MILLIS = 10;

	private final KeyValueStore store;

	private final String backend;

	private final Clock clock;

	ConditionalWrites(KeyValueStore store, String backend, Clock clock) {
		this.store = store;
		this.backend = backend;
		this.clock = clock;
	}

	/**
	 * Reads the record in an entry.
	 * @param held the entry
	 * @return the record, with the index of the entry as its token
	 */
	static StoredRecord read(KeyValue held) {
		return RecordFormat.read(held.value()).withToken(new Token(held.index()));
	}

	/**
	 * Returns the index that a record was read with.
	 * @param stored the record
	 * @return the index, empty if it was not read from Consul
	 */
	static OptionalLong indexOf(StoredRecord stored) {
		return (stored.token() instanceof Token token) ? OptionalLong.of(token.index()) : OptionalLong.empty();
	}

	PutOutcome putIf(String place, @Nullable StoredRecord seen, StoredRecord next, byte[] value)
			throws IOException, InterruptedException {
		long start = System.nanoTime();
		StoredRecord current = (seen != null && !(seen.token() instanceof Token)) ? get(place) : seen;
		while (StoredRecord.isSame(current, seen)) {
			OptionalLong written = this.store.setUnchanged(place, value, index(current));
			if (written.isPresent()) {
				long index = written.getAsLong();
				return PutOutcome.applied(next.withToken((index != KeyValueStore.ABSENT) ? new Token(index) : null));
			}
			current = get(place);
			requireTime(start);
		}
		return PutOutcome.refused(current);
	}

	long increment(String place, long delta, @Nullable Duration timeToLive) throws IOException, InterruptedException {
		long start = System.nanoTime();
		while (true) {
			KeyValue held = this.store.get(place);
			StoredRecord counter = (held != null) ? RecordFormat.read(held.value()) : null;
			StoredRecord next = CounterRecord.add(this.backend, counter, delta, timeToLive, this.clock.instant());
			byte[] value = RecordFormat.write(next);
			if (this.store.setUnchanged(place, value, (held != null) ? held.index() : KeyValueStore.ABSENT)
				.isPresent()) {
				return CounterRecord.valueOf(next);
			}
			requireTime(start);
			// Those who have lost do not all come back at once
			TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
		}
	}

	private @Nullable StoredRecord get(String place) throws IOException, InterruptedException {
		KeyValue held = this.store.get(place);
		return (held != null) ? read(held) : null;
	}

	private void requireTime(long start) throws HttpTimeoutException {
		if (System.nanoTime() - start > this.store.timeout().toNanos()) {
			throw new HttpTimeoutException("others wrote at every attempt within " + this.store.timeout());
		}
	}

	private static long index(@Nullable StoredRecord current) {
		return (current != null && current.token() instanceof Token token) ? token.index() : KeyValueStore.ABSENT;
	}

	/**
	 * What Consul compares.
	 *
	 * @param index the index of the last change
	 */
	private record Token(long index) {

	}

}

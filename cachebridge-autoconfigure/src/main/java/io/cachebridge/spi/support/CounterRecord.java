package io.cachebridge.spi.support;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;

/**
 * A counter as a record, for stores that count by conditional writes: eight bytes of
 * value, under a version that no record of the engine has. Its expiry is that of the
 * first sum and goes on from sum to sum.
 */
public final class CounterRecord {

	private static final long COUNTER = 0x636f756e74657231L;

	/** Longer than any deployment, and within what a record can tell. */
	private static final Duration LONGEST_LIFE = Duration.ofDays(365_000);

	private CounterRecord() {
	}

	/**
	 * Adds to a counter.
	 * @param backend the name of the backend, for the message
	 * @param held what is held, {@code null} for nothing; a counter that is over starts
	 * again
	 * @param delta what to add
	 * @param timeToLive how long a counter lives that starts now, {@code null} for ever
	 * @param now the current time
	 * @return the record to write in the place of what is held
	 * @throws BackendRejectedException if something else than a counter is held
	 */
	public static StoredRecord add(String backend, @Nullable StoredRecord held, long delta,
			@Nullable Duration timeToLive, Instant now) {
		if (held == null || isOver(held, now)) {
			boolean ends = timeToLive != null && timeToLive.compareTo(LONGEST_LIFE) < 0;
			return counter(delta, (timeToLive != null && ends) ? now.plus(timeToLive) : null);
		}
		byte[] content = held.content();
		if (content == null || content.length != Long.BYTES || held.version().incarnation() != COUNTER) {
			throw new BackendRejectedException(backend, "increment",
					"what stands under the key of the counter is none; delete it", null);
		}
		return counter(valueOf(held) + delta, held.expiresAt());
	}

	/**
	 * Returns the sum that a record holds.
	 * @param counter the record, as {@link #add} has made it
	 * @return its value
	 */
	public static long valueOf(StoredRecord counter) {
		byte[] content = counter.content();
		if (content == null) {
			throw new IllegalArgumentException("A reservation is not a counter");
		}
		return ByteBuffer.wrap(content).getLong();
	}

	private static boolean isOver(StoredRecord held, Instant now) {
		return held.expiresAt() != null && !now.isBefore(held.expiresAt());
	}

	private static StoredRecord counter(long value, @Nullable Instant expiresAt) {
		byte[] content = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
		return StoredRecord.of(content, new Version(COUNTER, ThreadLocalRandom.current().nextLong()), expiresAt);
	}

}

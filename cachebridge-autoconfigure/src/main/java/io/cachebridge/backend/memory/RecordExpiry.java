package io.cachebridge.backend.memory;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import com.github.benmanes.caffeine.cache.Expiry;

import io.cachebridge.spi.StoredRecord;

/**
 * Lets a record go at exactly its own time. Caffeine is given the same clock, in
 * nanoseconds of the epoch, so that no record goes early however long a thread was paused
 * between reading two clocks.
 */
final class RecordExpiry implements Expiry<String, StoredRecord> {

	/** Beyond the year 2262 nanoseconds do not fit: never. */
	private static final Instant LAST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

	private static final Instant FIRST = Instant.ofEpochSecond(0, Long.MIN_VALUE);

	static long nanoseconds(Instant instant) {
		return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
	}

	@Override
	public long expireAfterCreate(String key, StoredRecord stored, long now) {
		Instant expiresAt = stored.expiresAt();
		if (expiresAt == null || expiresAt.isAfter(LAST)) {
			return Long.MAX_VALUE;
		}
		if (expiresAt.isBefore(FIRST)) {
			return 0;
		}
		return Math.max(0, nanoseconds(expiresAt) - now);
	}

	@Override
	public long expireAfterUpdate(String key, StoredRecord stored, long now, long currentDuration) {
		return expireAfterCreate(key, stored, now);
	}

	@Override
	public long expireAfterRead(String key, StoredRecord stored, long now, long currentDuration) {
		return currentDuration;
	}

}

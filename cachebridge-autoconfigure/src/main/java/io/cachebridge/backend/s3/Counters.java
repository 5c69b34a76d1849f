package io.cachebridge.backend.s3;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.Deadline;

/**
 * Counts by conditional writes of records that hold a number.
 */
final class Counters {

	private static final Duration LONGEST_LIFE = Duration.ofDays(365_000);

	private final String backend;

	private final Bucket bucket;

	private final ObjectWrites writes;

	private final Clock clock;

	Counters(String backend, Bucket bucket, ObjectWrites writes, Clock clock) {
		this.backend = backend;
		this.bucket = bucket;
		this.writes = writes;
		this.clock = clock;
	}

	long increment(String object, long delta, @Nullable Duration timeToLive, Deadline deadline)
			throws InterruptedException {
		StoredRecord held = this.bucket.get(object, deadline);
		while (true) {
			Instant now = this.clock.instant();
			boolean starts = held == null || isOver(held, now);
			long value = (held == null || starts) ? delta : number(held) + delta;
			Instant end = (held == null || starts) ? end(now, timeToLive) : held.expiresAt();
			PutOutcome outcome = this.writes.putIf(object, held, counter(value, end), deadline);
			if (outcome.applied()) {
				return value;
			}
			held = outcome.current();
		}
	}

	private static boolean isOver(StoredRecord held, Instant now) {
		Instant end = held.expiresAt();
		return end != null && !now.isBefore(end);
	}

	private static @Nullable Instant end(Instant now, @Nullable Duration timeToLive) {
		return (timeToLive != null && timeToLive.compareTo(LONGEST_LIFE) < 0) ? now.plus(timeToLive) : null;
	}

	private static StoredRecord counter(long value, @Nullable Instant end) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		byte[] content = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
		return StoredRecord.of(content, new Version(random.nextLong(), random.nextLong()), end);
	}

	private long number(StoredRecord held) {
		byte[] content = held.content();
		if (content == null || content.length != Long.BYTES || held.version().equals(Version.NONE)) {
			throw new BackendRejectedException(this.backend, "increment",
					"what stands under the key of the counter is none; delete it", null);
		}
		return ByteBuffer.wrap(content).getLong();
	}

}

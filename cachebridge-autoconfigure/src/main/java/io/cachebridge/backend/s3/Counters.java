package io.cachebridge.backend.s3;

import java.time.Clock;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.CounterRecord;
import io.cachebridge.spi.support.Deadline;

/**
 * Counts by conditional writes of records that hold a number.
 */
final class Counters {

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
			StoredRecord next = CounterRecord.add(this.backend, held, delta, timeToLive, this.clock.instant());
			PutOutcome outcome = this.writes.putIf(object, held, next, deadline);
			if (outcome.applied()) {
				return CounterRecord.valueOf(next);
			}
			held = outcome.current();
		}
	}

}

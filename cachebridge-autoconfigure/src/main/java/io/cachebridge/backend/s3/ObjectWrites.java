package io.cachebridge.backend.s3;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Deadline;

/**
 * Writes records, also on condition, by {@code If-None-Match} and {@code If-Match}.
 * <p>
 * A write whose answer was lost is not made again. Whether it took place is read from the
 * version that the store holds, which no other write has.
 */
final class ObjectWrites {

	private static final int LONGEST_PAUSE_MILLISECONDS = 20;

	private final String backend;

	private final Bucket bucket;

	/**
	 * Creates the writes.
	 * @param backend the name of the backend, for messages
	 * @param bucket the bucket
	 */
	ObjectWrites(String backend, Bucket bucket) {
		this.backend = backend;
		this.bucket = bucket;
	}

	/**
	 * Writes a record whatever is there.
	 * @param object the name of the object
	 * @param next the record
	 * @param deadline when to give up
	 */
	void put(String object, StoredRecord next, Deadline deadline) {
		try {
			this.bucket.put(object, next, WriteCondition.NONE, deadline);
		}
		catch (SdkException ex) {
			afterLostAnswer(object, next, deadline, ex);
		}
	}

	/**
	 * Writes a record only if what was seen is still there.
	 * @param object the name of the object
	 * @param seen what was seen, with or without its tag; {@code null} for nothing
	 * @param next the record to write
	 * @param deadline when to give up
	 * @return what became of it
	 * @throws InterruptedException if the thread is interrupted
	 */
	PutOutcome putIf(String object, @Nullable StoredRecord seen, StoredRecord next, Deadline deadline)
			throws InterruptedException {
		boolean known = seen == null || seen.token() instanceof EntityTag;
		StoredRecord expected = known ? seen : this.bucket.get(object, deadline);
		boolean hindered = false;
		while (StoredRecord.isSame(expected, seen)) {
			PutOutcome outcome;
			try {
				outcome = attempt(object, expected, next, deadline);
			}
			catch (ApiCallTimeoutException ex) {
				throw hindered ? hindered() : ex;
			}
			if (outcome.applied() || !StoredRecord.isSame(outcome.current(), seen)) {
				return outcome;
			}
			// Refused though nothing else is there: for another write at the same time
			expected = outcome.current();
			hindered = true;
			pause(deadline);
		}
		return PutOutcome.refused(expected);
	}

	private PutOutcome attempt(String object, @Nullable StoredRecord expected, StoredRecord next, Deadline deadline) {
		try {
			return PutOutcome.applied(this.bucket.put(object, next, condition(expected), deadline));
		}
		catch (SdkException ex) {
			if (!(ex instanceof S3Exception answer && S3Failures.isUntrueCondition(answer))) {
				return PutOutcome.applied(afterLostAnswer(object, next, deadline, ex));
			}
			// What stands between may have asked twice
			StoredRecord current = this.bucket.get(object, deadline);
			return (current != null && StoredRecord.isSame(current, next))
					? PutOutcome.applied(next.withToken(current.token())) : PutOutcome.refused(current);
		}
	}

	private StoredRecord afterLostAnswer(String object, StoredRecord next, Deadline deadline, SdkException failure) {
		StoredRecord current = S3Failures.isUncertain(failure) ? read(object, deadline) : null;
		if (current != null && StoredRecord.isSame(current, next)) {
			return next.withToken(current.token());
		}
		throw failure;
	}

	private @Nullable StoredRecord read(String object, Deadline deadline) {
		try {
			return this.bucket.get(object, deadline);
		}
		catch (SdkException ex) {
			// The failure of the write tells more
			return null;
		}
	}

	private WriteCondition condition(@Nullable StoredRecord expected) {
		if (expected == null) {
			return WriteCondition.ABSENT;
		}
		if (expected.token() instanceof EntityTag tag) {
			return WriteCondition.unchanged(tag);
		}
		throw new BackendRejectedException(this.backend, "putIf",
				"the store tells no entity tags; set 'compare-and-set: disabled' beside the bucket", null);
	}

	private BackendUnavailableException hindered() {
		return new BackendUnavailableException(this.backend, "putIf", "others write the same object all the time",
				null);
	}

	private void pause(Deadline deadline) throws InterruptedException {
		if (deadline.isOver()) {
			throw hindered();
		}
		TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLISECONDS));
	}

}

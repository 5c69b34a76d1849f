package io.cachebridge.backend.s3;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Exception;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.PutOutcome;
import io.cachebridge.spi.StoredRecord;

/**
 * Compares and sets by {@code If-None-Match} and {@code If-Match}.
 */
final class ConditionalWrites {

	private static final int LONGEST_PAUSE_MILLISECONDS = 20;

	private final String backend;

	private final Bucket bucket;

	private final Duration patience;

	/**
	 * Creates the writes.
	 * @param backend the name of the backend, for messages
	 * @param bucket the bucket
	 * @param patience how long a write is tried again that others hinder
	 */
	ConditionalWrites(String backend, Bucket bucket, Duration patience) {
		this.backend = backend;
		this.bucket = bucket;
		this.patience = patience;
	}

	/**
	 * Writes a record only if what was seen is still there.
	 * @param object the name of the object
	 * @param seen what was seen, with or without its tag; {@code null} for nothing
	 * @param next the record to write
	 * @return what became of it
	 * @throws InterruptedException if the thread is interrupted
	 */
	PutOutcome putIf(String object, @Nullable StoredRecord seen, StoredRecord next) throws InterruptedException {
		boolean known = seen == null || seen.token() instanceof EntityTag;
		StoredRecord expected = known ? seen : this.bucket.get(object);
		for (long end = System.nanoTime() + this.patience.toNanos(); StoredRecord.isSame(expected, seen); pause(end)) {
			try {
				return PutOutcome.applied(this.bucket.put(object, next, condition(expected)));
			}
			catch (S3Exception ex) {
				if (!S3Failures.isUntrueCondition(ex)) {
					throw ex;
				}
				expected = this.bucket.get(object);
				if (StoredRecord.isSame(expected, next)) {
					return PutOutcome.applied(next.withToken((expected != null) ? expected.token() : null));
				}
				requireFirstAttempt(ex);
			}
		}
		return PutOutcome.refused(expected);
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

	// Of two attempts the first may have written what another writer has replaced since
	private void requireFirstAttempt(S3Exception refusal) {
		if (S3Failures.isRepeated(refusal)) {
			throw new BackendUnavailableException(this.backend, "putIf",
					"the answer to an earlier attempt was lost, so it is not known whether it was made", null);
		}
	}

	private void pause(long end) throws InterruptedException {
		if (System.nanoTime() - end > 0) {
			throw new BackendUnavailableException(this.backend, "putIf", "others write the same object all the time",
					null);
		}
		TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLISECONDS));
	}

}

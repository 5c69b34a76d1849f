package io.cachebridge.backend.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.Deadline;
import io.cachebridge.spi.support.ParallelCalls;
import io.cachebridge.spi.support.StoreCalls;

/**
 * The objects that pruning asks and removes, by threads of its own, so that callers do
 * not wait for it. One that the store does not let it ask or remove is passed over, with
 * a warning when that begins.
 */
final class PrunedObjects implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(PrunedObjects.class);

	private static final String OPERATION = "prune";

	private static final int PARALLELISM = 4;

	private final Bucket bucket;

	private final StoreCalls calls;

	private final Duration timeout;

	private final Conditions conditions;

	private final ParallelCalls parallel;

	private final AtomicBoolean refused = new AtomicBoolean();

	private final AtomicBoolean warned = new AtomicBoolean();

	PrunedObjects(Bucket bucket, StoreCalls calls, Duration timeout, Conditions conditions) {
		this.bucket = bucket;
		this.calls = calls;
		this.timeout = timeout;
		this.conditions = conditions;
		this.parallel = new ParallelCalls("cachebridge-" + calls.backend() + "-prune", PARALLELISM);
	}

	/**
	 * Asks objects for their headers.
	 * @param objects the objects
	 * @return the headers in their order, {@code null} where there is none to be had
	 */
	List<@Nullable RecordHeader> headers(List<S3Object> objects) {
		return this.parallel.map(objects,
				(object) -> unlessRefused(() -> this.bucket.header(object.key(), deadline())));
	}

	/**
	 * Removes objects that are still as they were listed. Where the store removes them
	 * whatever they are, each is replaced on condition by an empty one before, which
	 * leaves others no more than a moment to lose a write in.
	 * @param objects a thousand at most
	 * @return how many were removed
	 */
	long remove(List<S3Object> objects) {
		boolean replaced = this.conditions.writes() && !this.conditions.deletions();
		List<ObjectIdentifier> ours = replaced
				? this.parallel.map(objects, this::replace).stream().filter(Objects::nonNull).toList()
				: objects.stream().map((object) -> identifier(object, object.eTag())).toList();
		if (ours.isEmpty()) {
			return 0;
		}
		List<S3Error> left = this.calls.call(OPERATION, null, () -> this.bucket.deleteAll(ours, deadline()));
		for (S3Error error : left) {
			if (!S3Failures.isUntrueCondition(error)) {
				passOverIfRefused(this.bucket.failures().translate(this.calls.backend(), OPERATION, error));
			}
		}
		return (long) ours.size() - left.size();
	}

	private @Nullable ObjectIdentifier replace(S3Object object) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		StoredRecord empty = StoredRecord.reservation(new Version(random.nextLong(), random.nextLong()),
				Instant.EPOCH.plusSeconds(1));
		return unlessRefused(() -> {
			try {
				this.bucket.put(object.key(), empty, WriteCondition.unchanged(new EntityTag(object.eTag())),
						deadline());
				return identifier(object, null);
			}
			catch (S3Exception ex) {
				if (S3Failures.isUntrueCondition(ex)) {
					return null;
				}
				throw ex;
			}
		});
	}

	private static ObjectIdentifier identifier(S3Object object, @Nullable String tag) {
		return ObjectIdentifier.builder().key(object.key()).eTag(tag).build();
	}

	private <T> @Nullable T unlessRefused(Callable<@Nullable T> call) {
		try {
			return this.calls.call(OPERATION, null, call);
		}
		catch (BackendRejectedException ex) {
			passOverIfRefused(ex);
			return null;
		}
	}

	private void passOverIfRefused(CacheBackendException failure) {
		if (!(failure instanceof BackendRejectedException)) {
			throw failure;
		}
		this.refused.set(true);
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("Expired objects of backend '%s' that cannot be asked or removed are passed over: %s"
				.formatted(this.calls.backend(), failure.getMessage()));
		}
	}

	/**
	 * Begins a new round through all objects: if nothing was refused in the last, the
	 * next refusal is told again.
	 */
	void endRound() {
		this.warned.set(this.refused.getAndSet(false));
	}

	private Deadline deadline() {
		return Deadline.in(this.timeout);
	}

	@Override
	public void close() {
		this.parallel.close();
	}

}

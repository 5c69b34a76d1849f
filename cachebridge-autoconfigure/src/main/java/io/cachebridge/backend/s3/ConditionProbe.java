package io.cachebridge.backend.s3;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Exception;

import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Finds out whether a store keeps the conditions of conditional writes. Many that speak
 * the protocol take them and write anyway.
 */
final class ConditionProbe {

	private static final Log logger = LogFactory.getLog(ConditionProbe.class);

	private static final int NOT_IMPLEMENTED = 501;

	private static final String CONSEQUENCE = "CONDITIONAL_PUT and COUNTER are not declared";

	/** No key is named like this. */
	private static final String NAME = "=probe/";

	private final String backend;

	private final String path;

	private final Bucket bucket;

	private final String object;

	/**
	 * Creates a probe.
	 * @param backend the name of the backend
	 * @param path where its settings are, for messages
	 * @param bucket the bucket
	 * @param prefix what the names of objects begin with
	 */
	ConditionProbe(String backend, String path, Bucket bucket, String prefix) {
		this.backend = backend;
		this.path = path;
		this.bucket = bucket;
		this.object = prefix + NAME + UUID.randomUUID();
	}

	/**
	 * Writes an object of its own, and removes it.
	 * @return whether conditions are kept; {@code false} if that cannot be found out
	 */
	boolean succeeds() {
		StoreCalls calls = new StoreCalls(this.backend, this.bucket.failures()::translate);
		try {
			boolean kept = calls.call("probe", null, this::keepsConditions);
			calls.run("probe", null, () -> this.bucket.delete(this.object));
			if (!kept) {
				logger.warn(("The store of backend '%s' does not keep the conditions of conditional writes, so %s. "
						+ "'%s.compare-and-set=disabled' accepts that")
					.formatted(this.backend, CONSEQUENCE, this.path));
			}
			return kept;
		}
		catch (CacheBackendException ex) {
			logger.warn(("It cannot be found out whether the store of backend '%s' keeps the conditions of conditional "
					+ "writes, so until the next start %s. '%s.compare-and-set=enabled', for a store that is known "
					+ "to, needs no finding out: %s")
				.formatted(this.backend, CONSEQUENCE, this.path, ex.getMessage()));
			return false;
		}
	}

	private boolean keepsConditions() {
		Object tag = write(WriteCondition.ABSENT);
		if (!(tag instanceof EntityTag first) || write(WriteCondition.ABSENT) != null) {
			return false;
		}
		Object second = write(WriteCondition.unchanged(first));
		return second != null && !second.equals(first) && write(WriteCondition.unchanged(first)) == null;
	}

	private @Nullable Object write(WriteCondition condition) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		Version version = new Version(random.nextLong(), random.nextLong());
		try {
			return this.bucket
				.put(this.object, StoredRecord.reservation(version, Instant.EPOCH.plusSeconds(1)), condition)
				.token();
		}
		catch (S3Exception ex) {
			boolean refused = S3Failures.isUntrueCondition(ex) && !S3Failures.isRepeated(ex);
			if (refused || ex.statusCode() == NOT_IMPLEMENTED) {
				return null;
			}
			throw ex;
		}
	}

}

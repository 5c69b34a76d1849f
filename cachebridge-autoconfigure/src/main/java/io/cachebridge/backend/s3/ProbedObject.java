package io.cachebridge.backend.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.Version;
import io.cachebridge.spi.support.CompareAndSetProbe;
import io.cachebridge.spi.support.Deadline;

/**
 * An object of its own, to find out how a store takes conditions.
 *
 * @param bucket the bucket
 * @param name the name of the object
 * @param timeout how long one call may take
 */
record ProbedObject(Bucket bucket, String name, Duration timeout) implements CompareAndSetProbe.Subject {

	private static final int NOT_IMPLEMENTED = 501;

	/** No key is named like this. */
	private static final String NAME = "=probe/";

	ProbedObject(Bucket bucket, CacheBridgeS3Properties settings) {
		this(bucket, settings.prefix() + NAME + UUID.randomUUID(), settings.timeout());
	}

	@Override
	public @Nullable StoredRecord get() {
		return this.bucket.get(this.name, Deadline.in(this.timeout));
	}

	@Override
	public boolean put(StoredRecord next, @Nullable Object tag) {
		WriteCondition condition = (tag != null) ? WriteCondition.unchanged((EntityTag) tag) : WriteCondition.ABSENT;
		try {
			this.bucket.put(this.name, next, condition, Deadline.in(this.timeout));
			return true;
		}
		catch (S3Exception ex) {
			if (S3Failures.isUntrueCondition(ex) || ex.statusCode() == NOT_IMPLEMENTED) {
				return false;
			}
			throw ex;
		}
	}

	@Override
	public void delete() {
		this.bucket.delete(this.name, Deadline.in(this.timeout));
	}

	/**
	 * Removes the object if it has the tag of another one.
	 * @return whether it is still there
	 */
	boolean staysWithAnotherTag() {
		StoredRecord first = write(1);
		StoredRecord second = write(2);
		if (!(first.token() instanceof EntityTag tag) || tag.equals(second.token())) {
			return false;
		}
		ObjectIdentifier another = ObjectIdentifier.builder().key(this.name).eTag(tag.value()).build();
		this.bucket.deleteAll(List.of(another), Deadline.in(this.timeout));
		return StoredRecord.isSame(get(), second);
	}

	private StoredRecord write(long sequence) {
		StoredRecord stored = StoredRecord.reservation(
				new Version(UUID.randomUUID().getMostSignificantBits() | 1, sequence), Instant.EPOCH.plusSeconds(1));
		return this.bucket.put(this.name, stored, WriteCondition.NONE, Deadline.in(this.timeout));
	}

}

package io.cachebridge.backend.s3;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;
import io.cachebridge.spi.support.Deadline;

/**
 * Records as objects of a bucket. Each call ends by its deadline, whoever built the
 * client.
 */
final class Bucket implements AutoCloseable {

	private final ClientUse use;

	private final S3Client client;

	private final String name;

	private final CacheBridgeS3Properties settings;

	private final CautiousRepetition repetition = new CautiousRepetition();

	private final BoundedCalls calls;

	Bucket(ClientUse use, String name, CacheBridgeS3Properties settings) {
		this.use = use;
		this.client = use.client();
		this.name = name;
		this.settings = settings;
		this.calls = new BoundedCalls(this.client, name, settings.createBucket());
	}

	String name() {
		return this.name;
	}

	/**
	 * Tells whether it is at Amazon's, as far as the client tells.
	 * @return {@code false} if the client has another address
	 */
	boolean isAmazons() {
		try {
			return this.client.serviceClientConfiguration().endpointOverride().isEmpty();
		}
		catch (UnsupportedOperationException ex) {
			// A client of the application's own making need not tell
			return false;
		}
	}

	S3Failures failures() {
		return new S3Failures(this.name, this.client);
	}

	/**
	 * Reads a record.
	 * @param object the name of the object
	 * @param deadline when to give up
	 * @return the record with its tag, or {@code null} if there is none
	 */
	@Nullable StoredRecord get(String object, Deadline deadline) {
		return this.calls.found(deadline,
				() -> this.client.getObject((request) -> request.bucket(this.name)
					.key(object)
					.overrideConfiguration(BoundedCalls.within(deadline).build()), ObjectContent::read));
	}

	/**
	 * Reads the header of a record, without its content.
	 * @param object the name of the object
	 * @param deadline when to give up
	 * @return the header, or {@code null} if there is no object
	 */
	@Nullable RecordHeader header(String object, Deadline deadline) {
		HeadObjectResponse head = this.calls.found(deadline,
				() -> this.client.headObject((request) -> request.bucket(this.name)
					.key(object)
					.overrideConfiguration(BoundedCalls.within(deadline).build())));
		if (head == null && !this.calls.haveReachedTheBucket()) {
			// The answer does not say whether the bucket is missing
			list(this.settings.prefix(), null, 1, deadline);
		}
		return (head != null) ? ObjectContent.header(head.metadata()) : null;
	}

	/**
	 * Writes a record.
	 * @param object the name of the object
	 * @param stored the record
	 * @param condition when it is to be written
	 * @param deadline when to give up
	 * @return the record with its tag
	 */
	StoredRecord put(String object, StoredRecord stored, WriteCondition condition, Deadline deadline) {
		PutObjectRequest.Builder request = PutObjectRequest.builder()
			.bucket(this.name)
			.key(object)
			.contentType(ObjectContent.TYPE)
			.metadata(ObjectContent.metadata(stored));
		condition.applyTo(request);
		encrypt(request);
		RequestBody body = RequestBody.fromBytes(ObjectContent.bytes(stored));
		String tag = this.calls.make(deadline, () -> {
			request.overrideConfiguration(BoundedCalls.within(deadline).addPlugin(this.repetition).build());
			return this.client.putObject(request.build(), body);
		}).eTag();
		return stored.withToken((tag != null) ? new EntityTag(tag) : null);
	}

	private void encrypt(PutObjectRequest.Builder request) {
		switch (this.settings.serverSideEncryption()) {
			case NONE -> {
			}
			case AES256 -> request.serverSideEncryption(ServerSideEncryption.AES256);
			case AWS_KMS -> {
				String key = this.settings.kmsKeyId();
				request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
					.ssekmsKeyId(StringUtils.hasText(key) ? key : null);
			}
		}
	}

	void delete(String object, Deadline deadline) {
		this.calls.make(deadline,
				() -> this.client.deleteObject((request) -> request.bucket(this.name)
					.key(object)
					.overrideConfiguration(BoundedCalls.within(deadline).build())));
	}

	/**
	 * Removes objects, each as long as it has its tag, if one is given.
	 * @param objects a thousand at most
	 * @param deadline when to give up
	 * @return those that were not removed, and why
	 */
	List<S3Error> deleteAll(List<ObjectIdentifier> objects, Deadline deadline) {
		return this.calls.make(deadline,
				() -> this.client.deleteObjects((request) -> request.bucket(this.name)
					.delete((delete) -> delete.objects(objects).quiet(true))
					.overrideConfiguration(BoundedCalls.within(deadline).build())))
			.errors();
	}

	/**
	 * Lists objects in the order of their names.
	 * @param prefix what their names begin with
	 * @param after where to begin, {@code null} for the first
	 * @param most how many to list at most
	 * @param deadline when to give up
	 * @return a page
	 */
	ListObjectsV2Response list(String prefix, @Nullable String after, int most, Deadline deadline) {
		return this.calls.make(deadline,
				() -> this.client.listObjectsV2((request) -> request.bucket(this.name)
					.prefix(prefix)
					.startAfter(after)
					.maxKeys(most)
					.overrideConfiguration(BoundedCalls.within(deadline).build())));
	}

	@Override
	public void close() {
		this.use.close();
	}

}

package io.cachebridge.backend.s3;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

import io.cachebridge.spi.RecordHeader;
import io.cachebridge.spi.StoredRecord;

/**
 * Records as objects of a bucket. Each call ends within the timeout, whoever built the
 * client.
 */
final class Bucket implements AutoCloseable {

	private static final int NOT_FOUND = 404;

	private final ClientUse use;

	private final S3Client client;

	private final String name;

	private final CacheBridgeS3Properties settings;

	private final AwsRequestOverrideConfiguration bounded;

	Bucket(ClientUse use, String name, CacheBridgeS3Properties settings) {
		this.use = use;
		this.client = use.client();
		this.name = name;
		this.settings = settings;
		this.bounded = AwsRequestOverrideConfiguration.builder().apiCallTimeout(settings.timeout()).build();
	}

	String name() {
		return this.name;
	}

	S3Failures failures() {
		return new S3Failures(this.name, this.client);
	}

	/**
	 * Reads a record.
	 * @param object the name of the object
	 * @return the record with its tag, or {@code null} if there is none
	 */
	@Nullable StoredRecord get(String object) {
		return found(() -> this.client.getObject(
				(request) -> request.bucket(this.name).key(object).overrideConfiguration(this.bounded),
				ObjectContent::read));
	}

	/**
	 * Reads the header of a record, without its content.
	 * @param object the name of the object
	 * @return the header, or {@code null} if there is no object
	 */
	@Nullable RecordHeader header(String object) {
		HeadObjectResponse head = found(() -> this.client
			.headObject((request) -> request.bucket(this.name).key(object).overrideConfiguration(this.bounded)));
		return (head != null) ? ObjectContent.header(head.metadata()) : null;
	}

	/**
	 * Writes a record.
	 * @param object the name of the object
	 * @param stored the record
	 * @param condition when it is to be written
	 * @return the record with its tag
	 */
	StoredRecord put(String object, StoredRecord stored, WriteCondition condition) {
		PutObjectRequest.Builder request = PutObjectRequest.builder()
			.bucket(this.name)
			.key(object)
			.contentType(ObjectContent.TYPE)
			.metadata(ObjectContent.metadata(stored))
			.overrideConfiguration(this.bounded);
		condition.applyTo(request);
		encrypt(request);
		RequestBody body = RequestBody.fromBytes(ObjectContent.bytes(stored));
		String tag = there(() -> this.client.putObject(request.build(), body)).eTag();
		return stored.withToken((tag != null) ? new EntityTag(tag) : null);
	}

	private void encrypt(PutObjectRequest.Builder request) {
		switch (this.settings.serverSideEncryption()) {
			case NONE -> {
			}
			case AES256 -> request.serverSideEncryption(ServerSideEncryption.AES256);
			case AWS_KMS ->
				request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(this.settings.kmsKeyId());
		}
	}

	void delete(String object) {
		there(() -> this.client
			.deleteObject((request) -> request.bucket(this.name).key(object).overrideConfiguration(this.bounded)));
	}

	/**
	 * Removes objects, each as long as it has its tag, if one is given.
	 * @param objects a thousand at most
	 * @return those that were not removed, and why
	 */
	List<S3Error> deleteAll(List<ObjectIdentifier> objects) {
		return there(() -> this.client.deleteObjects((request) -> request.bucket(this.name)
			.delete((delete) -> delete.objects(objects).quiet(true))
			.overrideConfiguration(this.bounded))).errors();
	}

	/**
	 * Lists objects in the order of their names.
	 * @param prefix what their names begin with
	 * @param after where to begin, {@code null} for the first
	 * @param most how many to list at most
	 * @return a page
	 */
	ListObjectsV2Response list(String prefix, @Nullable String after, int most) {
		return there(() -> this.client.listObjectsV2((request) -> request.bucket(this.name)
			.prefix(prefix)
			.startAfter(after)
			.maxKeys(most)
			.overrideConfiguration(this.bounded)));
	}

	private <T> @Nullable T found(Supplier<@Nullable T> call) {
		try {
			return there(call);
		}
		catch (S3Exception ex) {
			if (ex.statusCode() == NOT_FOUND && !S3Failures.isMissingBucket(ex)) {
				return null;
			}
			throw ex;
		}
	}

	private <T extends @Nullable Object> T there(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (S3Exception ex) {
			if (this.settings.createBucket() && S3Failures.isMissingBucket(ex)) {
				create();
				return call.get();
			}
			throw ex;
		}
	}

	private void create() {
		try {
			this.client.createBucket((request) -> request.bucket(this.name).overrideConfiguration(this.bounded));
		}
		catch (BucketAlreadyOwnedByYouException ex) {
			// Another node was faster
		}
	}

	@Override
	public void close() {
		this.use.close();
	}

}

package io.cachebridge.backend.s3;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import io.cachebridge.spi.support.Deadline;

/**
 * Makes calls of the client that end by a deadline, and creates the bucket when one finds
 * that it is missing, if that is wanted.
 */
final class BoundedCalls {

	private static final int NOT_FOUND = 404;

	private static final Duration LEAST = Duration.ofMillis(1);

	private final S3Client client;

	private final String bucket;

	private final boolean createsBucket;

	private volatile boolean reached;

	BoundedCalls(S3Client client, String bucket, boolean createsBucket) {
		this.client = client;
		this.bucket = bucket;
		this.createsBucket = createsBucket;
	}

	/**
	 * Begins a request that has what is left of the time of its operation.
	 * @param deadline when that has to be over
	 * @return the configuration of the request
	 * @throws ApiCallTimeoutException if it is over: no time at all would count as no
	 * limit
	 */
	static AwsRequestOverrideConfiguration.Builder within(Deadline deadline) {
		Duration left = deadline.left();
		if (left.compareTo(LEAST) < 0) {
			throw ApiCallTimeoutException.builder().message("no time left").build();
		}
		return AwsRequestOverrideConfiguration.builder().apiCallTimeout(left);
	}

	/**
	 * Tells whether any call has been answered as only a bucket that is there can.
	 * @return {@code true} if one has
	 */
	boolean haveReachedTheBucket() {
		return this.reached;
	}

	/**
	 * Makes a call that need not find anything.
	 * @param deadline when it has to be over
	 * @param call the call
	 * @param <T> the type of the answer
	 * @return the answer, {@code null} if there is no such object
	 */
	<T> @Nullable T found(Deadline deadline, Supplier<@Nullable T> call) {
		try {
			return make(deadline, call);
		}
		catch (S3Exception ex) {
			if (ex.statusCode() == NOT_FOUND && !S3Failures.isMissingBucket(ex)) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Makes a call.
	 * @param deadline when it has to be over
	 * @param call the call
	 * @param <T> the type of the answer
	 * @return the answer
	 */
	<T extends @Nullable Object> T make(Deadline deadline, Supplier<T> call) {
		T answer;
		try {
			answer = call.get();
		}
		catch (S3Exception ex) {
			if (!this.createsBucket || !S3Failures.isMissingBucket(ex)) {
				throw ex;
			}
			create(deadline);
			answer = call.get();
		}
		this.reached = true;
		return answer;
	}

	private void create(Deadline deadline) {
		try {
			this.client
				.createBucket((request) -> request.bucket(this.bucket).overrideConfiguration(within(deadline).build()));
		}
		catch (BucketAlreadyOwnedByYouException ex) {
			// Another node was faster
		}
	}

}

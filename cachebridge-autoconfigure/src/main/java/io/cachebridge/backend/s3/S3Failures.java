package io.cachebridge.backend.s3;

import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ServiceClientConfiguration;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;

/**
 * Tells what a failure of the client means. An answer of the store is known by its code;
 * its text is never shown, because it may name the object and who asked for it.
 */
final class S3Failures {

	private static final int BAD_REQUEST = 400;

	private static final int REDIRECTED = 300;

	private static final int FORBIDDEN = 403;

	private static final int SERVER_ERROR = 500;

	/** Client errors that pass. */
	private static final Set<String> PASSING = Set.of("RequestTimeout", "OperationAborted", "ExpiredToken",
			"ConditionalRequestConflict");

	private static final Set<String> CREDENTIALS = Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch",
			"InvalidToken");

	private static final Set<String> OTHER_REGION = Set.of("PermanentRedirect", "TemporaryRedirect",
			"AuthorizationHeaderMalformed", "IllegalLocationConstraintException");

	private static final Set<String> UNTRUE_CONDITION = Set.of("PreconditionFailed", "ConditionalRequestConflict",
			"NoSuchKey");

	private final String bucket;

	private final S3Client client;

	S3Failures(String bucket, S3Client client) {
		this.bucket = bucket;
		this.client = client;
	}

	static boolean isMissingBucket(S3Exception failure) {
		return "NoSuchBucket".equals(code(failure));
	}

	/**
	 * Tells whether a write was refused for its condition, or for another write at the
	 * same time.
	 * @param failure the failure
	 * @return {@code true} if it was
	 */
	static boolean isUntrueCondition(S3Exception failure) {
		return UNTRUE_CONDITION.contains(code(failure));
	}

	/**
	 * Tells whether the store may have done what it was asked.
	 * @param failure the failure
	 * @return {@code false} if it has refused to
	 */
	static boolean isUncertain(SdkException failure) {
		return !(failure instanceof S3Exception answer) || isPassing(answer);
	}

	/**
	 * Tells whether an object was left alone because it is not the one that was to be
	 * removed.
	 * @param error why it was not removed
	 * @return {@code true} if it is another one, or gone
	 */
	static boolean isUntrueCondition(S3Error error) {
		return UNTRUE_CONDITION.contains(error.code());
	}

	CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure) {
		String about = (key != null) ? " (key " + KeyDigest.brief(key) + ")" : "";
		if (failure instanceof S3Exception answer) {
			String reason = reason(code(answer), answer.statusCode(), regionOfBucket(answer)) + about;
			if (answer.requestId() != null) {
				reason += ", request " + answer.requestId();
			}
			return isPassing(answer) ? new BackendUnavailableException(backend, operation, reason, null)
					: new BackendRejectedException(backend, operation, reason, null);
		}
		if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
			return new BackendUnavailableException(backend, operation, "no answer within the timeout" + about, failure);
		}
		String reason = (failure instanceof SdkClientException trouble) ? trouble.rawMessage() : failure.getMessage();
		return new BackendUnavailableException(backend, operation,
				Objects.requireNonNullElse(reason, failure.getClass().getSimpleName()) + about, failure);
	}

	/**
	 * Tells why one object of several was not removed.
	 * @param backend the name of the backend
	 * @param operation the operation
	 * @param error why it was not removed
	 * @return the failure as the engine knows it
	 */
	CacheBackendException translate(String backend, String operation, S3Error error) {
		String code = Objects.requireNonNullElse(error.code(), "unknown");
		return "AccessDenied".equals(code)
				? new BackendRejectedException(backend, operation, reason(code, FORBIDDEN, null), null)
				: new BackendUnavailableException(backend, operation, "an object was not removed: " + code, null);
	}

	private static boolean isPassing(S3Exception answer) {
		int status = answer.statusCode();
		return status < REDIRECTED || status >= SERVER_ERROR || answer.isThrottlingException()
				|| PASSING.contains(code(answer));
	}

	private String reason(String code, int status, @Nullable String region) {
		if ("NoSuchBucket".equals(code)) {
			return ("bucket '%s' does not exist; create it by '%s', or have it created by 'create-bucket: true' beside "
					+ "its name")
				.formatted(this.bucket, createCommand());
		}
		if (OTHER_REGION.contains(code) || (status >= REDIRECTED && status < BAD_REQUEST)) {
			return "bucket '%s' is in another region%s; set 'cachebridge.s3.region', or the region of the S3Client bean"
				.formatted(this.bucket, (region != null) ? ", " + region : "");
		}
		if (CREDENTIALS.contains(code)) {
			return ("the credentials are refused (%s); check those of the S3Client bean, or else those that the default "
					+ "chain of the AWS SDK finds")
				.formatted(code);
		}
		if ("RequestTimeTooSkewed".equals(code)) {
			return "the clock of this machine and that of the store differ too much (%s); set it".formatted(code);
		}
		if (status == FORBIDDEN) {
			return ("access to bucket '%s' is denied (%s); allow s3:GetObject, s3:PutObject and s3:DeleteObject on its "
					+ "objects, and s3:ListBucket on itself, without which missing objects are denied too")
				.formatted(this.bucket, code);
		}
		return "the store answered %d %s".formatted(status, code);
	}

	private String createCommand() {
		S3ServiceClientConfiguration configuration = this.client.serviceClientConfiguration();
		Region region = configuration.region();
		String endpoint = configuration.endpointOverride().map((address) -> " --endpoint-url " + address).orElse("");
		String location = Region.US_EAST_1.equals(region) ? ""
				: " --create-bucket-configuration LocationConstraint=" + region;
		return "aws s3api create-bucket --bucket %s --region %s%s%s".formatted(this.bucket, region, location, endpoint);
	}

	private static @Nullable String regionOfBucket(S3Exception answer) {
		AwsErrorDetails details = answer.awsErrorDetails();
		return (details != null && details.sdkHttpResponse() != null)
				? details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElse(null) : null;
	}

	static String code(S3Exception failure) {
		AwsErrorDetails details = failure.awsErrorDetails();
		String code = (details != null) ? details.errorCode() : null;
		return (code != null) ? code : "without a code";
	}

}

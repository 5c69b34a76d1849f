package io.cachebridge.backend.dynamodb;

import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;

/**
 * Tells what a failure of the AWS SDK means, by the code that DynamoDB answered with. An
 * answer without a known code, and no answer, may be another one next time.
 */
final class DynamoDbFailures {

	private static final Set<String> BUSY = Set.of("ProvisionedThroughputExceededException", "ThrottlingException",
			"Throttling", "RequestLimitExceeded", "LimitExceededException", "TransactionConflictException",
			"TransactionInProgressException", "TransactionCanceledException", "ReplicatedWriteConflictException",
			"ResourceInUseException", "RequestTimeout", "RequestTimeoutException", "SlowDown",
			"PriorRequestNotComplete");

	/**
	 * Refusals of the credentials, whose messages may repeat parts of what was signed.
	 */
	private static final Set<String> CREDENTIALS = Set.of("UnrecognizedClientException", "InvalidSignatureException",
			"IncompleteSignatureException", "IncompleteSignature", "SignatureDoesNotMatch", "InvalidClientTokenId",
			"InvalidAccessKeyId", "MissingAuthenticationTokenException", "MissingAuthenticationToken", "AuthFailure");

	/** New ones may be fetched by the time of the next call. */
	private static final Set<String> EXPIRED = Set.of("ExpiredTokenException", "ExpiredToken", "RequestExpired");

	/**
	 * What DynamoDB, which has no code for it, says of a table with another key.
	 */
	private static final Set<String> OTHER_KEY = Set.of("does not match the schema", "Missing the key ",
			"Type mismatch for key", "One of the required keys was not given");

	private static final Pattern ACCESS_KEY = Pattern.compile("\\bA[A-Z]{3}[A-Z0-9]{12,}\\b");

	private final TableAddress address;

	DynamoDbFailures(TableAddress address) {
		this.address = address;
	}

	CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure) {
		String about = (key != null) ? " (key " + KeyDigest.brief(key) + ")" : "";
		if (failure instanceof AwsServiceException answer) {
			return translate(backend, operation, about, answer);
		}
		String text = String.valueOf(failure.getMessage());
		if (failure instanceof SdkClientException && text.startsWith("Unable to load region")) {
			return new BackendRejectedException(backend, operation,
					"no region is known; set '%s.region'".formatted(this.address.path()), failure);
		}
		if (failure instanceof SdkClientException && text.startsWith("Unable to load credentials")) {
			// Without the cause, which tells where all of the chain has looked
			return new BackendUnavailableException(backend, operation,
					"no credentials were found by the AWS SDK; configure its default chain, by a role for example, "
							+ "or a DynamoDbClient bean",
					null);
		}
		if (failure instanceof AbortedException) {
			return new BackendUnavailableException(backend, operation, "interrupted while waiting", failure);
		}
		return new BackendUnavailableException(backend, operation, scrub(describe(failure)) + about, scrubbed(failure));
	}

	private CacheBackendException translate(String backend, String operation, String about,
			AwsServiceException answer) {
		String code = code(answer);
		if (answer instanceof ResourceNotFoundException || code.equals("ResourceNotFoundException")) {
			return new BackendRejectedException(backend, operation,
					"table '%s' does not exist. Create it: %s; or set '%s.create-table'".formatted(this.address.table(),
							this.address.commands(), this.address.path()),
					answer);
		}
		if (CREDENTIALS.contains(code)) {
			return new BackendRejectedException(backend, operation,
					"DynamoDB does not accept the credentials (%s); check them, and the clock of this machine"
						.formatted(code),
					null);
		}
		String message = code + ": " + scrub(message(answer)) + about;
		if (EXPIRED.contains(code)) {
			return new BackendUnavailableException(backend, operation, "the credentials have expired" + about, null);
		}
		if (BUSY.contains(code) || answer.isThrottlingException() || answer.statusCode() >= 500
				|| answer.statusCode() == 429) {
			return new BackendUnavailableException(backend, operation, message, scrubbed(answer));
		}
		if (OTHER_KEY.stream().anyMatch(message::contains)) {
			return new BackendRejectedException(backend, operation,
					"the key of table '%s' is not 'k', of type S and alone; set another '%s.table', or create one: %s"
						.formatted(this.address.table(), this.address.path(), this.address.commands()),
					answer);
		}
		return new BackendRejectedException(backend, operation, message + remedy(code), scrubbed(answer));
	}

	private static String remedy(String code) {
		return code.startsWith("AccessDenied")
				? "; the policy must allow GetItem, PutItem, DeleteItem, UpdateItem, BatchGetItem, BatchWriteItem "
						+ "and Scan of the table"
				: "";
	}

	private static String code(AwsServiceException answer) {
		String code = (answer.awsErrorDetails() != null) ? answer.awsErrorDetails().errorCode() : null;
		return (code != null) ? code : "status " + answer.statusCode();
	}

	private static String message(AwsServiceException answer) {
		String message = (answer.awsErrorDetails() != null) ? answer.awsErrorDetails().errorMessage() : null;
		return (message != null) ? message : "no message";
	}

	private static String describe(Throwable failure) {
		return failure.getClass().getSimpleName() + ": " + failure.getMessage();
	}

	private static String scrub(String message) {
		return ACCESS_KEY.matcher(message).replaceAll("***");
	}

	// A cause is logged as it is
	private static @Nullable Exception scrubbed(Exception failure) {
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each.getMessage() != null && ACCESS_KEY.matcher(each.getMessage()).find()) {
				return null;
			}
		}
		return failure;
	}

}

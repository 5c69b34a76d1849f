package io.cachebridge.backend.s3;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;

import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Has the client make a request again only if the store has certainly not done what it
 * was asked. Between two puts others may have replaced or removed what the first one
 * wrote, and the second would bring it back.
 */
final class CautiousRepetition implements SdkPlugin {

	private static final int ATTEMPTS = 4;

	private static final int TOO_MANY_REQUESTS = 429;

	private final RetryStrategy strategy;

	CautiousRepetition() {
		BackoffStrategy pauses = BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(1));
		this.strategy = StandardRetryStrategy.builder()
			.useClientDefaults(false)
			.maxAttempts(ATTEMPTS)
			.retryOnException(CautiousRepetition::isCertainlyNotMade)
			.treatAsThrottling(CautiousRepetition::isThrottled)
			.backoffStrategy(pauses)
			.throttlingBackoffStrategy(pauses)
			.build();
	}

	@Override
	public void configureClient(SdkServiceClientConfiguration.Builder client) {
		client.overrideConfiguration(client.overrideConfiguration().toBuilder().retryStrategy(this.strategy).build());
	}

	private static boolean isCertainlyNotMade(Throwable failure) {
		if (failure instanceof S3Exception answer) {
			return isThrottled(answer) || answer.isClockSkewException();
		}
		for (Throwable each = failure; each != null; each = each.getCause()) {
			if (each instanceof ConnectException || each instanceof UnknownHostException) {
				return true;
			}
		}
		return false;
	}

	private static boolean isThrottled(Throwable failure) {
		return failure instanceof S3Exception answer
				&& (answer.statusCode() == TOO_MANY_REQUESTS || "SlowDown".equals(S3Failures.code(answer)));
	}

}

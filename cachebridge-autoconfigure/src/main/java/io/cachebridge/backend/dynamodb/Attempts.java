package io.cachebridge.backend.dynamodb;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * Sends writes until one is taken or time is over: those again that have certainly not
 * happened, and the others only if they may happen twice.
 */
final class Attempts {

	private static final int SERVER_ERROR = 500;

	/** A policy, as one of the application's client would outdo a strategy. */
	@SuppressWarnings("deprecation")
	private static final SdkPlugin WITHOUT_RETRIES = (client) -> client
		.overrideConfiguration(client.overrideConfiguration().toBuilder().retryPolicy(RetryPolicy.none()).build());

	private Attempts() {
	}

	/**
	 * Sends what the client may repeat, which does so for every reason but a transaction
	 * that is in the way.
	 * @param time how long it may take
	 * @param call sends it
	 * @param <T> the type of the answer
	 * @return the answer
	 * @throws InterruptedException if the thread is interrupted
	 */
	static <T> T repeatable(CallTime time, Call<T> call) throws InterruptedException {
		while (true) {
			try {
				return call.make(AwsRequestOverrideConfiguration.builder().apiCallTimeout(time.left()).build());
			}
			catch (TransactionConflictException ex) {
				if (!time.pause()) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Sends what must not happen twice.
	 * @param time how long it may take
	 * @param call sends it
	 * @param <T> the type of the answer
	 * @return the answer
	 * @throws SdkException the last failure; {@link #mayHaveHappened} tells about it
	 * @throws InterruptedException if the thread is interrupted
	 */
	static <T> T once(CallTime time, Call<T> call) throws InterruptedException {
		while (true) {
			try {
				return call.make(AwsRequestOverrideConfiguration.builder()
					.apiCallTimeout(time.left())
					.addPlugin(WITHOUT_RETRIES)
					.build());
			}
			catch (SdkException ex) {
				if (!mayPass(ex) || !time.pause()) {
					throw ex;
				}
			}
		}
	}

	// Tells whether it has not happened, and another attempt may do better
	private static boolean mayPass(SdkException failure) {
		if (failure instanceof AwsServiceException answer) {
			return answer instanceof TransactionConflictException || answer.isClockSkewException()
					|| (answer.isThrottlingException() && answer.statusCode() < SERVER_ERROR);
		}
		return isNotConnected(failure);
	}

	/**
	 * Tells whether a write that failed may have happened.
	 * @param failure what became of it
	 * @return whether it may
	 */
	static boolean mayHaveHappened(SdkException failure) {
		return (failure instanceof AwsServiceException answer) ? answer.statusCode() >= SERVER_ERROR
				: !(failure instanceof AbortedException) && !isNotConnected(failure);
	}

	private static boolean isNotConnected(SdkException failure) {
		Throwable cause = failure.getCause();
		return cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof NoRouteToHostException;
	}

	/**
	 * Sends a request.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	interface Call<T> {

		T make(AwsRequestOverrideConfiguration configuration) throws InterruptedException;

	}

}

package io.cachebridge.backend.consul;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;
import io.cachebridge.spi.support.StoreCalls;

/**
 * Tells what a failure of a call means.
 *
 * @param path where the settings of the store are
 * @param prefix where the records are
 */
record ConsulFailures(String path, String prefix) implements StoreCalls.FailureTranslator {

	private static final int TOO_MANY = 429;

	private static final int TOO_LARGE = 413;

	private static final int SERVER_ERROR = 500;

	@Override
	public CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure) {
		String about = (key != null) ? " (key " + KeyDigest.brief(key) + ")" : "";
		if (failure instanceof ConsulRefusal refusal) {
			String message = "Consul answered " + refusal.getMessage() + remedy(refusal.status()) + about;
			return isPassing(refusal.status()) ? new BackendUnavailableException(backend, operation, message, failure)
					: new BackendRejectedException(backend, operation, message, failure);
		}
		if (failure instanceof IOException) {
			return new BackendUnavailableException(backend, operation,
					"Consul cannot be reached: " + reason(failure) + about, failure);
		}
		// What a client could not read may show values in its message
		return new BackendUnavailableException(backend, operation,
				"the answer is not one of Consul (%s)".formatted(failure.getClass().getSimpleName()) + about, null);
	}

	private static boolean isPassing(int status) {
		return status >= SERVER_ERROR || status == TOO_MANY;
	}

	private String remedy(int status) {
		return switch (status) {
			case ConsulRefusal.DENIED ->
				(": the token in '%s.token', or the one of Spring Cloud Consul, must be allowed "
						+ "'key_prefix \"%s\" { policy = \"write\" }'")
					.formatted(this.path, this.prefix);
			case TOO_LARGE -> ": more than 'kv_max_value_size' or 'txn_max_req_len' of the agent";
			case ConsulReply.NOT_FOUND -> ": is 'spring.cloud.consul.path' right?";
			default -> "";
		};
	}

	private static String reason(Exception failure) {
		String message = failure.getMessage();
		return failure.getClass().getSimpleName() + ((message != null) ? ": " + message : "");
	}

}

package io.cachebridge.backend.http;

import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;

/**
 * Tells what failures of a server mean, by its host alone: its address may hold keys and
 * secrets, and so may what it answers.
 *
 * @param backend the name of the backend
 * @param path where its settings are
 * @param server scheme, host and port
 */
record HttpFailures(String backend, String path, String server) {

	/**
	 * Translates a failure to get any answer.
	 * @param backend the name of the backend
	 * @param operation the operation that failed
	 * @param key the key it was about, or {@code null} if it was about several or none
	 * @param failure the failure
	 * @return the failure as the engine knows it
	 */
	CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure) {
		return new BackendUnavailableException(backend, operation,
				"%s: %s%s".formatted(this.server, reason(failure), about(key)), isOfNetwork(failure) ? failure : null);
	}

	/**
	 * Translates an answer that is not the one wanted.
	 * @param operation the operation that failed
	 * @param key the key it was about, or {@code null} if it was about several or none
	 * @param answer the answer
	 * @param methodProperty the property that says how the server was asked
	 * @return the failure as the engine knows it
	 */
	CacheBackendException unwanted(String operation, @Nullable String key, HttpAnswer answer, String methodProperty) {
		String message = "%s answers %d%s%s".formatted(this.server, answer.status(),
				remedy(answer.status(), methodProperty), about(key));
		boolean passing = answer.isPassing() || answer.status() == 408;
		return passing ? new BackendUnavailableException(this.backend, operation, message, null)
				: new BackendRejectedException(this.backend, operation, message, null);
	}

	BackendRejectedException rejected(String operation, @Nullable String key, String reason) {
		return new BackendRejectedException(this.backend, operation, this.server + " " + reason + about(key), null);
	}

	private String remedy(int status, String methodProperty) {
		if (status >= 300 && status < 400) {
			return ", a redirect, which is not followed; set '%s.url' to where it leads".formatted(this.path);
		}
		return switch (status) {
			case 401, 403 -> "; check '%1$s.token' and '%1$s.headers'".formatted(this.path);
			case 404, 409, 410 -> ", as if there were no such place; check '%s.url'".formatted(this.path);
			case 405, 501 -> "; check '%s.%s'".formatted(this.path, methodProperty);
			case 412, 428 -> "; check '%s.compare-and-set'".formatted(this.path);
			case 413 -> ", too large; lower '%s.maximum-value-size'".formatted(this.path);
			case 414, 431 -> ", too long; lower '%s.maximum-key-bytes'".formatted(this.path);
			case 429 -> ", too many requests; lower '%s.parallelism' or raise the server's limit".formatted(this.path);
			case 507 -> ", its disk is full";
			default -> "";
		};
	}

	private static String reason(Exception failure) {
		if (failure instanceof HttpTimeoutException) {
			return "no answer in time";
		}
		String name = failure.getClass().getSimpleName();
		if (isOfNetwork(failure)) {
			return (failure.getMessage() != null) ? name + ": " + failure.getMessage() : name;
		}
		return "the answer broke off or is no HTTP (%s)".formatted(name);
	}

	// Others may quote what the server has sent
	private static boolean isOfNetwork(Exception failure) {
		return failure instanceof HttpTimeoutException || failure instanceof SocketException
				|| failure instanceof UnknownHostException || failure instanceof SSLException;
	}

	private static String about(@Nullable String key) {
		return (key != null) ? " (key " + KeyDigest.brief(key) + ")" : "";
	}

}

package io.cachebridge.backend.memcached;

import java.util.Locale;
import java.util.concurrent.ExecutionException;

import javax.security.sasl.AuthenticationException;

import net.rubyeye.xmemcached.exception.MemcachedClientException;
import net.rubyeye.xmemcached.exception.UnknownCommandException;
import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;

/**
 * Tells what a failure of the client means.
 */
final class MemcachedFailures {

	/** The client ends its messages with the key. */
	private static final String KEY = ",key=";

	private final boolean canLogIn;

	/**
	 * Creates the translation.
	 * @param canLogIn whether there is somebody to log in
	 */
	MemcachedFailures(boolean canLogIn) {
		this.canLogIn = canLogIn;
	}

	CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure) {
		Throwable cause = (failure instanceof ExecutionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String message = messageOf(cause);
		String reason = reason(cause, message) + ((key != null) ? " (key " + KeyDigest.brief(key) + ")" : "");
		// The whole chain is logged by whoever logs the exception
		Throwable shown = tellsKey(failure) ? null : failure;
		return isRefused(cause, message) ? new BackendRejectedException(backend, operation, reason, shown)
				: new BackendUnavailableException(backend, operation, reason, shown);
	}

	private boolean isRefused(Throwable failure, String message) {
		if (failure instanceof AuthenticationException || isTooLarge(message)) {
			return true;
		}
		if (asksForLogin(message)) {
			// Another call is logging in on the same connection
			return !this.canLogIn;
		}
		return failure instanceof MemcachedClientException || failure instanceof UnknownCommandException
				|| failure instanceof IllegalArgumentException;
	}

	private String reason(Throwable failure, String message) {
		if (failure instanceof AuthenticationException) {
			return "the server refuses the login (%s); check username and password".formatted(message);
		}
		if (isTooLarge(message)) {
			return "the server takes no item of this size; lower 'maximum-item-size' or raise its option -I";
		}
		if (asksForLogin(message) && !this.canLogIn) {
			return "the server asks for a login; set username and password, and the binary protocol";
		}
		return message;
	}

	private static boolean isTooLarge(String message) {
		return message.contains("too large") || message.contains("too big");
	}

	private static boolean asksForLogin(String message) {
		String lower = message.toLowerCase(Locale.ROOT);
		return lower.contains("authenticat") || lower.startsWith("auth");
	}

	private static String messageOf(Throwable failure) {
		String message = failure.getMessage();
		if (message == null) {
			return failure.getClass().getSimpleName();
		}
		int key = message.indexOf(KEY);
		return (key < 0) ? message : message.substring(0, key);
	}

	private static boolean tellsKey(Throwable failure) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			if (String.valueOf(next.getMessage()).contains("key=")) {
				return true;
			}
		}
		return false;
	}

}

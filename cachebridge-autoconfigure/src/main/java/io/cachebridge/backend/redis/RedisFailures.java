package io.cachebridge.backend.redis;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

import io.cachebridge.spi.BackendRejectedException;
import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.support.KeyDigest;

/**
 * Tells what a failure of any Redis client means. A reply of the server is known by the
 * code it begins with, wherever in the chain of causes it stands, because every client
 * wraps it in types of its own; what has no such code is a failure of the connection.
 */
final class RedisFailures {

	private static final Pattern CODE = Pattern.compile("\\b[A-Z]{3,}\\b");

	/**
	 * States of the server that pass.
	 */
	private static final Set<String> PASSING = Set.of("LOADING", "READONLY", "OOM", "MISCONF", "BUSY", "TRYAGAIN",
			"CLUSTERDOWN", "MASTERDOWN", "NOREPLICAS");

	private static final Set<String> REFUSED = Set.of("NOAUTH", "WRONGPASS", "NOPERM", "ERR", "WRONGTYPE", "NOPROTO",
			"NOSCRIPT", "CROSSSLOT", "DENIED");

	private static final String TOO_MANY_CLIENTS = "max number of clients reached";

	/**
	 * A server that does not know a command repeats its arguments, which are keys and
	 * values.
	 */
	private static final String ARGUMENTS = "with args beginning with";

	private RedisFailures() {
	}

	/**
	 * Translates a failure.
	 * @param backend the name of the backend
	 * @param operation the operation that failed
	 * @param key the key it was about, or {@code null} if it was about several or none
	 * @param failure the failure
	 * @return the failure as the engine knows it
	 */
	static CacheBackendException translate(String backend, String operation, @Nullable String key, Exception failure) {
		boolean revealing = findInChain(failure, ARGUMENTS) != null;
		String reason = reason(failure) + ((key != null) ? " (key " + KeyDigest.brief(key) + ")" : "");
		Throwable cause = revealing ? null : failure;
		return isRefused(failure) ? new BackendRejectedException(backend, operation, reason, cause)
				: new BackendUnavailableException(backend, operation, reason, cause);
	}

	static boolean isUnknownScript(RuntimeException failure) {
		return findInChain(failure, "NOSCRIPT") != null;
	}

	static boolean isOtherType(Throwable failure) {
		return findInChain(failure, "WRONGTYPE") != null;
	}

	private static boolean isRefused(Throwable failure) {
		boolean refused = false;
		for (Throwable next = failure; next != null; next = next.getCause()) {
			String message = String.valueOf(next.getMessage());
			if (message.contains(TOO_MANY_CLIENTS)) {
				return false;
			}
			Matcher codes = CODE.matcher(message);
			while (codes.find()) {
				if (PASSING.contains(codes.group())) {
					return false;
				}
				refused |= REFUSED.contains(codes.group());
			}
		}
		return refused;
	}

	private static String reason(Throwable failure) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
		String message = root.getMessage();
		if (message == null) {
			return root.getClass().getSimpleName();
		}
		int arguments = message.indexOf(ARGUMENTS);
		return (arguments < 0) ? message : message.substring(0, arguments).trim();
	}

	private static @Nullable String findInChain(Throwable failure, String text) {
		for (Throwable next = failure; next != null; next = next.getCause()) {
			String message = next.getMessage();
			if (message != null && message.contains(text)) {
				return message;
			}
		}
		return null;
	}

}

package io.cachebridge.test.server;

import org.jspecify.annotations.Nullable;

/**
 * A test server cannot be had; the message says why.
 */
public final class ServerUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	ServerUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}

package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * The store answered and refused: too large, not authorised, no such table, a request it
 * does not understand. The operation did not happen; a retry does not help.
 */
public final class BackendRejectedException extends CacheBackendException {

	private static final long serialVersionUID = 1L;

	public BackendRejectedException(String backend, String operation, String message, @Nullable Throwable cause) {
		super(backend, operation, message, cause);
	}

	@Override
	public boolean isRetryable() {
		return false;
	}

}

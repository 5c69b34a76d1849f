package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be reached, did not answer in time or was too busy. The operation
 * may or may not have happened; a retry may help.
 */
public final class BackendUnavailableException extends CacheBackendException {

	private static final long serialVersionUID = 1L;

	public BackendUnavailableException(String backend, String operation, String message, @Nullable Throwable cause) {
		super(backend, operation, message, cause);
	}

	@Override
	public boolean isRetryable() {
		return true;
	}

}

package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * The store could not be reached, did not answer in time or was too busy. The operation
 * may or may not have happened; a retry may help.
 */
public class BackendUnavailableException extends CacheBackendException {

	private static final long serialVersionUID = 1L;

	public BackendUnavailableException(String backend, String operation, String message, @Nullable Throwable cause) {
		super(backend, operation, message, cause);
	}

	/**
	 * Creates an exception that can be thrown again and again, by several threads: it has
	 * no stack trace and no cause, and remembers nothing that is suppressed.
	 * @param backend the name of the backend, as configured
	 * @param operation the operation that was not made
	 * @param message why
	 */
	protected BackendUnavailableException(String backend, String operation, String message) {
		super(backend, operation, message);
	}

	@Override
	public final boolean isRetryable() {
		return true;
	}

}

package io.cachebridge.spi;

import org.jspecify.annotations.Nullable;

/**
 * An operation on a store failed. Messages name the backend and the operation and carry
 * neither secrets nor keys in clear; a key is told by its digest.
 */
public abstract class CacheBackendException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String backend;

	private final String operation;

	protected CacheBackendException(String backend, String operation, String message, @Nullable Throwable cause) {
		super(describe(backend, operation, message), cause);
		this.backend = backend;
		this.operation = operation;
	}

	/**
	 * Creates an exception that can be thrown again and again, by several threads: it has
	 * no stack trace and no cause, and remembers nothing that is suppressed.
	 * @param backend the name of the backend, as configured
	 * @param operation the operation that failed
	 * @param message why
	 */
	protected CacheBackendException(String backend, String operation, String message) {
		super(describe(backend, operation, message), null, false, false);
		this.backend = backend;
		this.operation = operation;
	}

	private static String describe(String backend, String operation, String message) {
		return "%s of backend '%s': %s".formatted(operation, backend, message);
	}

	/**
	 * Returns the name of the backend, as configured.
	 * @return the name
	 */
	public String backend() {
		return this.backend;
	}

	/**
	 * Returns the operation that failed, as the method of {@link CacheBackend} is called,
	 * or the one that it is built on.
	 * @return the name of the operation
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * Tells whether the same operation may succeed later.
	 * @return {@code true} if a retry may help
	 */
	public abstract boolean isRetryable();

}

package io.cachebridge.core;

/**
 * A backend cannot be created as it is configured.
 */
public final class InvalidBackendException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	InvalidBackendException(String backend, IllegalArgumentException cause) {
		super("Backend '%s' cannot be created: %s".formatted(backend, cause.getMessage()), cause);
	}

}

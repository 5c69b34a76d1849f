package io.cachebridge.core;

import io.cachebridge.spi.BackendUnavailableException;

/**
 * A store was not called, or its answer not taken, because it has failed of late.
 */
final class RefusedCallException extends BackendUnavailableException {

	private static final long serialVersionUID = 1L;

	RefusedCallException(String backend, String operation) {
		super(backend, operation, "not made, as the circuit breaker is open or was until a moment ago");
	}

}

package io.cachebridge.core;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.cachebridge.spi.BackendUnavailableException;
import io.cachebridge.spi.CacheBackend;
import io.cachebridge.spi.CacheBackendException;
import io.cachebridge.spi.Capability;
import io.cachebridge.spi.Limits;

/**
 * The one place through which a cache calls its backend, and where it is decided what a
 * failure means.
 */
final class BackendCalls {

	private final String name;

	private final CacheBackend backend;

	private final BackendStatus status;

	private final CacheSettings.OnError onError;

	private final CacheObserver observer;

	BackendCalls(String name, CacheBackend backend, BackendStatus status, CacheSettings.OnError onError,
			CacheObserver observer) {
		this.name = name;
		this.backend = backend;
		this.status = status;
		this.onError = onError;
		this.observer = observer;
	}

	boolean supports(Capability capability) {
		return this.backend.capabilities().contains(capability);
	}

	/**
	 * Makes sure that the backend can do what an operation needs.
	 * @param operation the operation
	 * @param capability what it needs
	 * @throws UnsupportedOperationException if the backend does not declare it
	 */
	void requireSupport(String operation, Capability capability) {
		if (!supports(capability)) {
			throw new UnsupportedOperationException("'%s' requires %s, which backend '%s' does not declare"
				.formatted(operation, capability, this.name));
		}
	}

	Limits limits() {
		return this.backend.limits();
	}

	/**
	 * Calls the backend.
	 * @param <T> the type of the answer
	 * @param operation what is called, for counters and messages
	 * @param call the call
	 * @return the answer, or {@code null} if the backend failed and callers are not to
	 * notice
	 * @throws CacheBackendException if the backend failed and callers want to know
	 */
	<T> @Nullable T call(String operation, Function<CacheBackend, T> call) {
		try {
			return require(operation, call);
		}
		catch (RuntimeException ex) {
			if (this.onError == CacheSettings.OnError.THROW) {
				throw ex;
			}
			return null;
		}
	}

	/**
	 * Calls the backend for an operation that must not be skipped.
	 * @param <T> the type of the answer
	 * @param operation what is called, for counters and messages
	 * @param call the call
	 * @return the answer
	 * @throws CacheBackendException if the backend failed
	 */
	<T> T require(String operation, Function<CacheBackend, T> call) {
		try {
			T answer = call.apply(this.backend);
			this.status.worked();
			return answer;
		}
		catch (RuntimeException ex) {
			this.observer.backendFailed(this.name, operation, ex);
			if (!(ex instanceof CacheBackendException failure) || failure.isRetryable()) {
				this.status.failed(ex);
			}
			throw ex;
		}
	}

	/**
	 * Returns the failure of an operation that cannot keep its word without the store.
	 * @param operation the operation
	 * @return the exception to throw
	 */
	CacheBackendException unanswered(String operation) {
		return new BackendUnavailableException(this.name, operation, "the store did not answer", null);
	}

}

package io.cachebridge.core;

import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

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

	private final CallGuard guard;

	private final CacheSettings.OnError onError;

	private final CacheObserver observer;

	BackendCalls(String name, CacheBackend backend, BackendStatus status, CallGuard guard,
			CacheSettings.OnError onError, CacheObserver observer) {
		this.name = name;
		this.backend = backend;
		this.status = status;
		this.guard = guard;
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
		return unlessFailed(new CallGuard.Call<>(this.backend, operation, false, call));
	}

	/**
	 * Calls the backend to find out what values there are.
	 * @param <T> the type of the answer
	 * @param operation what is called, for counters and messages
	 * @param call the call
	 * @return the answer, or {@code null} if the backend failed, or has of late, and
	 * callers are not to notice
	 * @throws CacheBackendException if the backend failed and callers want to know
	 */
	<T> @Nullable T read(String operation, Function<CacheBackend, T> call) {
		return unlessFailed(new CallGuard.Call<>(this.backend, operation, true, call));
	}

	private <T> @Nullable T unlessFailed(CallGuard.Call<T> call) {
		try {
			return make(call);
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
		return make(new CallGuard.Call<>(this.backend, operation, false, call));
	}

	/**
	 * Calls the backend to find out what values there are, for an operation that must not
	 * be skipped.
	 * @param <T> the type of the answer
	 * @param operation what is called, for counters and messages
	 * @param call the call
	 * @return the answer
	 * @throws CacheBackendException if the backend failed, or has of late
	 */
	<T> T requireRead(String operation, Function<CacheBackend, T> call) {
		return make(new CallGuard.Call<>(this.backend, operation, true, call));
	}

	private <T> T make(CallGuard.Call<T> call) {
		try {
			T answer = this.guard.call(call);
			this.status.worked();
			return answer;
		}
		catch (RefusedCallException ex) {
			// Counted where it is refused; the store was not called for it
			throw ex;
		}
		catch (RuntimeException ex) {
			this.observer.backendFailed(this.name, call.operation(), ex);
			if (isFailure(ex)) {
				this.status.failed(ex);
			}
			throw ex;
		}
	}

	/**
	 * Tells failures of a store from its answers.
	 * @param thrown what a call has thrown
	 * @return {@code false} if the store works and refuses what it was asked
	 */
	static boolean isFailure(RuntimeException thrown) {
		return !(thrown instanceof CacheBackendException failure) || failure.isRetryable();
	}

	/**
	 * Tells whether the backend is called as usual.
	 * @return {@code false} if it has failed of late
	 */
	boolean areUsual() {
		return this.guard.isClosed();
	}

	/**
	 * Lets an operation fail without a call, as the backend is not called as usual.
	 * @param operation what would be called
	 * @throws CacheBackendException if callers want to know
	 */
	void refuse(String operation) {
		RefusedCallException refusal = this.guard.refusal(operation);
		if (this.onError == CacheSettings.OnError.THROW) {
			throw refusal;
		}
	}

	/**
	 * Has writes made up for, even if the backend has failed of late: then the first one
	 * finds out whether it works again.
	 * @param goesOn asked before each of them
	 * @param replay makes up for them
	 * @return whether none is left of those there were
	 */
	boolean replay(BooleanSupplier goesOn, Predicate<BooleanSupplier> replay) {
		return this.guard.replay(goesOn, replay);
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
